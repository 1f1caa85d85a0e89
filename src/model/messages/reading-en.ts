/** What reading a capture says, a file's or an interface's, in English. Written as `en.ts`. */
export const READING_EN = () =>
  ({
    // Where, and what is to be said of it.
    'read.at': '{name}: offset {offset}: {finding}',
    'read.at-uncompressed': '{name}: uncompressed offset {offset}: {finding}',
    'read.of': '{name}: {said}',
    'read.ended': '{name}: reading ended: {reason}',
    'read.ended-early': '{name}: reading ended before its time, with code {code}',
    'read.no-memory': 'out of memory',
    'read.changed': '{name}: the file was changed while it was being imported; open it again',
    'import.failed': '{name}: it could not be imported',
    'read.stopped':
      'The server was stopped before the import had ended, and nothing of the file was kept; open it again.',
    'read.interrupted':
      'The server ended during the import, and none of it was kept; analyse it again, or open the file again.',
    'read.standard-input': 'standard input',
    'read.directory': '{name}: expected a capture file, found a directory',
    'read.failed': '{name}: reading failed: {reason}',
    'read.lost': '{name}: the capturing program lost {count} packets',
    'read.minutes':
      '{name}: the volume of {count} packets is missing over time, in more minutes than are kept',
    'read.more-warnings': '{name}: {count} more warnings are not listed',

    // Which format it is.
    'read.no-capture': 'expected {expected}, found {found}',
    'read.magic': 'a pcap, pcapng, gzip or zstd magic number',
    'read.magic-inside': 'a pcap or pcapng magic number inside {packing}',
    'read.empty': 'nothing: it is empty',

    'pcap.header-cut': 'expected a pcap file header of {bytes} bytes, found {found}',
    'pcap.record-cut': 'expected a record header of {bytes} bytes, found {found}: the file is cut short',
    'pcap.frame-cut': 'expected a frame of {bytes} bytes, found {found}: the file is cut short',
    'pcap.length': 'expected a captured length of at most {most} bytes, found {found}: the rest is not read',

    'pcapng.rest': '{finding}: the rest is not read',
    'pcapng.skipped': '{finding}: the block is skipped',
    'pcapng.byte-order': 'expected the byte-order magic 1a2b3c4d, found {found}',
    'pcapng.block-length': 'expected a block length that is a multiple of 4 from 12, found {found}',
    'pcapng.two-lengths': "expected the block's two lengths to be equal, found {first} and {last}",
    'pcapng.section-cut': 'expected a whole section header, found {found} bytes',
    'pcapng.section':
      'expected a section header of 28 bytes or more in version {version}, found {bytes} bytes in version {found}',
    'pcapng.section-long': 'expected a section header of at most {most} bytes, found {found}',
    'pcapng.long-cut': 'expected {left} bytes more of a long block, found none: the file is cut short',
    'pcapng.block-cut': 'expected a block of {bytes} bytes, found {found}: the file is cut short',
    'pcapng.head-cut': 'expected a block of at least {least} bytes, found {found}: the file is cut short',
    'pcapng.interface': 'expected a described interface, found interface {found}',
    'pcapng.no-interface': 'expected a described interface for a simple packet, found none',
    'pcapng.length': 'expected a captured length of at most {most} bytes, found {found}',
    'pcapng.block-short': 'expected a block of type {type} to have {least} bytes or more, found {found}',
    'pcapng.block-long': 'expected a block of type {type} to have at most {most} bytes, found {found}',

    'gzip.header-cut': 'expected a gzip header, found the end of the file',
    'gzip.data-cut': 'expected more deflate data, found the end of the file',
    'gzip.trailer-cut': 'expected a gzip trailer, found the end of the file',
    'gzip.member': 'expected a gzip member (1f 8b 08), found {found}',
    'gzip.header-long': 'expected a gzip header of at most {most} bytes, found a longer one',
    'gzip.deflate': 'expected deflate data, found damage ({reason})',
    'gzip.check': 'expected the check value {expected}, found {found}',
    'gzip.length': 'expected the length {expected}, found {found}',
    'gzip.padding': 'expected zeros after the last gzip member, found data',

    'zstd.cut': 'expected more zstd data, found the end of the file',
    'zstd.no-frame': 'expected a zstd frame, found other data',
    'zstd.version': 'expected a zstd frame of a version from 0.8, found an older one',
    'zstd.parameters': 'expected a supported zstd frame, found unknown parameters',
    'zstd.window':
      'expected a window of at most 128 MiB, found a larger one (compressed with --long above 27)',
    'zstd.damage': 'expected zstd data, found damage',
    'zstd.damage-code': 'expected zstd data, found damage (error {code})',
    'zstd.check': 'expected the right checksum, found another',
    'zstd.dictionary': 'expected a zstd frame without dictionary, found one that needs a dictionary',
    'zstd.memory': 'expected to have memory for the zstd window, found too little',

    // Listening.
    'ring.setting': 'capture setting {name}: expected a whole number from {least} to {most}, found {found}',
    'ring.power-of-two':
      'capture setting blockSizeBytes: expected a power of two from 4096, such as 1048576, found {found}',
    'ring.too-large':
      'capture settings blockSizeBytes × blockCount: expected at most {most} bytes together, found {size} × {count} = {found}',
    'ring.page-size':
      "capture setting blockSizeBytes: expected a multiple of this machine's page size, {page}, found {found}",
    'ring.interface-name': "capture interface: expected a name of 1 to 15 characters, found '{found}'",
    'ring.filter': 'capture filter: expected 1 to {most} instructions, found {found}',
    'ring.koffi':
      "live capture: the koffi module for this platform cannot be loaded ({reason}); install Vigie's optional packages for this platform",
    'ring.linux': 'live capture: needs Linux (AF_PACKET), this is {platform}',
    'ring.device-type':
      '{name}: interfaces of device type {type} (ARPHRD, linux/if_arp.h) cannot be captured; expected Ethernet (1), loopback (772), PPP (512), an IP tunnel (768, 769, 776) or TUN (65534)',
    'ring.refused': '{name}: {what} ({errno})',
    'ring.refused-advice': '{name}: {what} ({errno}); {advice}',
    'ring.no-socket': 'cannot open a packet socket',
    'ring.no-map': 'cannot map the ring of {bytes} bytes',
    'ring.no-filter': 'the kernel refuses the filter of {count} instructions',
    'ring.no-index': 'cannot bind',
    'ring.no-bind': 'cannot bind the packet socket',
    'ring.no-device-type': 'cannot read the device type',
    'ring.no-statistics': 'cannot read the packet statistics',
    'ring.no-option': 'the kernel refuses {option}',
    'ring.promiscuous': 'promiscuous mode',
    'ring.blocks': 'a ring of {count} × {size} bytes',
    'ring.advice-right':
      'capturing needs CAP_NET_RAW: sudo setcap cap_net_raw+ep "$(readlink -f "$(command -v node)")", or run as root',
    'ring.advice-name': 'the interfaces here are {names}',
    'ring.advice-memory': 'lower blockCount or blockSizeBytes',
    'ring.dropped': '{name}: the kernel dropped {count} frames: its ring was full',
    'ring.flows-full': '{name}: {count} packets found the table of conversations full',
    'ring.rows-lost': '{name}: {count} rows were lost: the store took none',
    'ring.rows-refused': '{name}: {count} rows were lost, the telemetry store took none: {reason}',
    'ring.queue-full': 'its queue was full',
    'ring.no-time': 'no time for {count} conversations: devices that only they name are missing here',
    'ring.taken-away': '{name}: its capture was taken away',
    'ring.interrupted': 'The server ended while it was listening; what was kept until then is here.',
    'ring.thread-ended': 'the capture thread ended by itself, with code {code}',

    // What the system says: the names and texts of libuv.
    'errno.other': '{text}',
    'errno.EPERM': 'EPERM, operation not permitted',
    'errno.EACCES': 'EACCES, permission denied',
    'errno.ENODEV': 'ENODEV, no such device',
    'errno.ENXIO': 'ENXIO, no such device or address',
    'errno.ENOMEM': 'ENOMEM, not enough memory',
    'errno.ENOBUFS': 'ENOBUFS, no buffer space available',
    'errno.ENETDOWN': 'ENETDOWN, network is down',
    'errno.EINVAL': 'EINVAL, invalid argument',
    'errno.EBUSY': 'EBUSY, resource busy or locked',
    'errno.EMFILE': 'EMFILE, too many open files',
    'errno.ENFILE': 'ENFILE, file table overflow',
    'errno.EAFNOSUPPORT': 'EAFNOSUPPORT, address family not supported',
    'errno.EPROTONOSUPPORT': 'EPROTONOSUPPORT, protocol not supported',
    'errno.ENOPROTOOPT': 'ENOPROTOOPT, protocol not available',
  }) as const;
