import type { HelpPage } from './help.ts';

/** Help pages, at most 80 columns. */
export const HELP_EN: Readonly<Record<HelpPage, string>> = {
  '': `
vigie reads network traffic and says who is there, who talks to whom and what
deserves a look. It sends nothing and needs no account.

Commands:
  server [FILE…]     the console in the browser: imports captures, listens
  analyze FILE…      summary of captures: devices, conversations, findings
  open FILE…         the same, and an HTML report in the current folder
  listen INTERFACE…  the same, live, from a mirror port (needs CAP_NET_RAW)
  demo               the same on a made-up network, when no capture is at hand
  user ACTION        people who may sign in: add, join, reset-password, list, …
  token ACTION       API tokens for programs: create, list, revoke
  org ACTION         organisations: list, add, rename
  audit verify       whether the audit log is as it was written
  secrets rotate     another master key for what is kept secret
  version            version of Vigie
  help [COMMAND]     this page, or the page of a command

Start here:
  $ vigie server capture.pcapng
  $ vigie analyze capture.pcapng
  $ tcpdump -i eth0 -w - | vigie analyze -

Options:
  -h, --help         help of the command
  --lang en|fr       language (otherwise LC_ALL, LC_MESSAGES, LANG)
  -V, --version      version of Vigie

Exit codes:
  0 done   1 could not write or listen   2 not a capture   64 wrong usage
`,
  server: `
vigie server [FILE…] [options]

Starts the console and prints its address: "ready: http://127.0.0.1:8480/". It
keeps what it is given in its data folder: captures opened here or uploaded in
the browser, and what it hears on interfaces. "npm start" runs it. Ctrl+C or
SIGTERM ends it within 10 seconds, and nothing that was kept is lost.

Only this machine reaches it, until there is an administrator. From another
machine:
    $ ssh -L 8480:127.0.0.1:8480 THIS_HOST

Options:
  --port N            port of the console (8480); 0 lets the system choose
  --listen ADDRESS    of this host, 0.0.0.0 or :: for all (127.0.0.1); beyond
                      this machine once there is an administrator, by itself
  --data FOLDER       where everything is kept (STATE_DIRECTORY, else
                      $XDG_STATE_HOME/vigie, else ~/.local/state/vigie); one
                      server at a time
  --open FILE         imports a capture; may be given several times, and FILE
                      alone means the same
  --capture IFACE     listens on an interface from the start (needs
                      CAP_NET_RAW); may be given several times
  --site NAME         the site that these belong to; made when there is none
                      of this name
  --max-upload-gb N   the largest upload, in GiB (64)
  --rate-limit K=N    requests a minute: token=100, session=3000, address=300
                      (without credentials), signIn=20; may be given several
                      times
  --log-level LEVEL   trace, debug, info, warn, error or silent, to standard
                      error (warn at a terminal, else info)
  -q, --quiet         only the "ready" line and errors
  --lang en|fr        language of what is said here; the console has its own

Network:
  --tls self-signed   HTTPS with a certificate made here, kept and renewed
  --tls acme          HTTPS with one of an authority, whose terms this takes;
                      needs --acme-domain and --http-redirect, and that port 80
                      of the name leads there
  --acme-domain NAME  the name of it; may be given several times
  --acme-email EMAIL  where the authority writes to
  --acme-directory U  another authority than Let's Encrypt
  --tls-cert FILE     HTTPS with your own certificate, with those that vouch for
                      it, in PEM; read again when it changes and on SIGHUP
  --tls-key FILE      its key, without a passphrase
  --http-redirect N   port of plain HTTP that only says where HTTPS is
  --public-url URL    where people open the console; this name is answered
  --trusted-proxy NET believes this proxy (address, network) about its clients:
                      X-Forwarded-For, -Proto, -Host; may be given several times
  --allow NET         lets only this network, and this machine, connect; may be
                      given several times
  --outgoing-allow N  lets Vigie's own requests (webhooks, authorities) go to
                      this network inside; may be given several times

Environment:
  VIGIE_LISTEN, VIGIE_PORT, VIGIE_TLS, VIGIE_ALLOW…  as --listen, --port and all
                        of "Network"; lists with commas
  VIGIE_POSTGRES_URL    a PostgreSQL server in place of the embedded one
  VIGIE_CLICKHOUSE_URL  a ClickHouse server in place of the embedded one
  VIGIE_MASTER_KEY      the key of all secrets, in place of the file master.key
                        in the data folder (openssl rand -base64 32)

Exit codes:
  0 ended by a signal   1 could not start, or not end well   64 wrong usage

Examples:
  Look at a capture in the browser:
    $ vigie server monday.pcapng
  The appliance on a mirror port:
    $ sudo vigie server --capture eth1 --data /var/lib/vigie
`,
  analyze: `
vigie analyze FILE… [options]

Reads pcap and pcapng captures, gzip or zstd compressed or not, in the order
given, as one capture. "-" is standard input. Damaged files are read as far as
they go, and the summary says where they end.

Output:
  (nothing)          a summary for the terminal
  --json             the whole result as JSON on standard output, and nothing
                     else there (contract: docs/analyze-json.md)
  --csv FOLDER       devices, conversations, protocols, vlans and findings as
                     CSV files; the folder is created
  --html FILE        a report in one file that fetches nothing: send it, keep it

Options:
  -f, --filter EXPR  only these packets, in the language of tcpdump
  --top N            rows of each list on the terminal (20)
  --max-flows N      room for conversations in memory; when it is too small, the
                     summary says so (default: set by Vigie)
  -q, --quiet        no progress bar, no summary beside --csv or --html
  --lang en|fr       language of the summary and of the report's first page

Examples:
  What is on this network?
    $ vigie analyze monday.pcapng
  A week of rotated captures as one report:
    $ vigie analyze ring-*.pcap.gz --html week.html
  Names and addresses of the PLCs:
    $ vigie analyze plant.pcap --json | jq -r '.devices[]
        | select(.type=="plc") | [.names[0].value, .addresses[0].ip] | @tsv'
  Everything but the backup, into a spreadsheet:
    $ vigie analyze office.pcap --filter 'not port 873' --csv office
  From another machine, without a file:
    $ ssh gateway tcpdump -i eth0 -w - not port 22 | vigie analyze -
`,
  listen: `
vigie listen INTERFACE… [options]

Listens on a mirror port (SPAN, TAP) and refreshes the summary. Frames are read
from the kernel's ring without copies; what the kernel had to drop is counted
and shown. Ctrl+C ends it with a last summary.

Rights: root, or once for all users of this Node.js:
    $ sudo setcap cap_net_raw+ep "$(readlink -f "$(command -v node)")"

Options:
  --interval SECONDS  time between two summaries (5)
  --duration SECONDS  end by itself after this time
  --json              one JSON document per interval on standard output, one
                      per line, for another program
  -f, --filter EXPR   only these frames, in the language of tcpdump; the kernel
                      discards the others
  --snaplen N         keep the first N bytes of each frame (64 to 262144)
  --ring-mb N         memory of the kernel's ring, for each interface, in MiB
  --no-promiscuous    only frames meant for this machine
  --max-flows N       room for conversations in memory (1048576)
  -q, --quiet         nothing but the last summary
  --lang en|fr        language

Examples:
  A mirror port:
    $ sudo vigie listen eth1
  One minute of it, as JSON:
    $ sudo vigie listen eth1 --duration 60 --interval 60 --json > minute.json
  Both legs of a TAP, headers only, on a fast link:
    $ sudo vigie listen eth1 eth2 --snaplen 128 --ring-mb 256
`,
  open: `
vigie open FILE… [options]

Analyzes the captures, prints the summary and writes the HTML report
vigie-report-<name>.html into the current folder.

Options:
  -f, --filter EXPR  only these packets, in the language of tcpdump
  --top N            rows of each list on the terminal (20)
  --max-flows N      room for conversations in memory
  -q, --quiet        only the name of the report
  --lang en|fr       language

Examples:
    $ vigie open monday.pcapng
    $ vigie open monday.pcapng --top 50
`,
  demo: `
vigie demo [options]

Makes the capture of a company that does not exist, Atelier Boréal: office,
telephones, server room, workshop, and three things that deserve a look. Writes
vigie-demo.pcap into the current folder and opens it as "vigie open" does. The
same options give the same bytes.

Options:
  --out FILE         only write the capture, there; "-" is standard output
  --minutes N        how long it lasts (10)
  --seed N           another number, another day (2026)
  -q, --quiet        only the names of what was written
  --lang en|fr       language

Examples:
    $ vigie demo
    $ vigie demo --minutes 60 --seed 7 --out hour.pcap
    $ vigie demo --out - | vigie analyze - --json
`,
  user: `
vigie user add --email E --role R --password-stdin [--org O] [--name N]
vigie user join --email E --role R --org O
vigie user reset-password --email E --password-stdin
vigie user disable --email E
vigie user enable --email E
vigie user list

People who may sign in to the console, of a server that runs or of its data
folder. The first administrator also stands above the organisations; from then
on the server may listen beyond this machine. An administrator of an
organisation that is not there yet makes it; "join" lets somebody who has an
account into another one. A new password and "disable" end every session.

Options:
  --email E           who
  --name N            how lists call them (the email)
  --role R            admin, operator, viewer or auditor
  --org O             the organisation, its id or name (default)
  --platform-admin    stands above the organisations as well
  --password-stdin    the password is what standard input has: 12 to 256
                      characters
  --json              the answer as JSON
  --data FOLDER       as for "vigie server"
  --lang en|fr        language of what is said here

Examples:
    $ pass a | vigie user add --email a@site.org --role admin --password-stdin
    $ vigie user list --json

Exit codes:
  0 done   1 could not   2 refused, nothing changed   64 wrong usage
`,
  token: `
vigie token create --role R --name N [--org O] [--scope S] [--expires-days N]
vigie token list [--org O]
vigie token revoke --id ID [--org O]

API tokens for programs: "Authorization: Bearer TOKEN". "create" prints the
token alone, this once; what is kept of it is a hash.

Options:
  --org O             the organisation, its id or name (default)
  --role R            admin, operator, viewer or auditor
  --name N            what lists show
  --scope S           only this of what the role allows: inventory:read,
                      capture:write, …; may be given several times
  --expires-days N    ends after N days (never)
  --id ID             of "vigie token list"
  --json              the answer as JSON
  --data FOLDER       as for "vigie server"
  --lang en|fr        language of what is said here

Examples:
    $ vigie token create --role viewer --name dashboard > token
    $ curl -H "Authorization: Bearer $(cat token)" $URL/api/v1/devices

Exit codes:
  0 done   1 could not   2 refused, nothing changed   64 wrong usage
`,
  org: `
vigie org list
vigie org add --name N [--id ID]
vigie org rename --org O --name N

Organisations: everything belongs to one, and nothing is seen across. "add" and
"rename" print the id alone.

Options:
  --name N            what people read
  --id ID             a-z, 0-9 and hyphens (made from the name)
  --org O             which, by id or name
  --json              the answer as JSON
  --data FOLDER       as for "vigie server"
  --lang en|fr        language of what is said here

Examples:
    $ vigie org add --name 'North Plant'
    $ vigie token create --org north-plant --role viewer --name probe

Exit codes:
  0 done   1 could not   2 refused, nothing changed   64 wrong usage
`,
  audit: `
vigie audit verify [options]

Reads every audit log from its first row and says whether somebody changed,
removed, moved or added one behind Vigie's back; the first such row is named.
Of a server that runs, or of its data folder.

Options:
  --data FOLDER      the data folder, as of "vigie server"
  --json             the result as JSON on standard output
  --lang en|fr       language

Exit codes:
  0 nothing was changed   1 something was, or it cannot be read   64 wrong usage

Examples:
    $ vigie audit verify
    $ vigie audit verify --data /var/lib/vigie --json
`,
  secrets: `
vigie secrets rotate [options]

Makes another master key and puts everything that is kept secret under it. It
may be interrupted at any moment: run it again, and it goes on. Nobody is signed
out, and a server that runs goes on.

The master key is the variable VIGIE_MASTER_KEY, else the systemd credential
vigie-master-key, else the file master.key in the data folder. With a variable
or a credential, put the new key before the old one first: "NEW OLD".

Options:
  --data FOLDER      the data folder, as of "vigie server"
  --json             the result as JSON on standard output
  --lang en|fr       language

Examples:
    $ vigie secrets rotate --data /var/lib/vigie
`,
  version: `
vigie version

Prints the version of Vigie, of Node.js and of the platform: what a report of a
problem should begin with.
`,
  help: `
vigie help [COMMAND]

Prints help on a command, or the list of commands.

Examples:
    $ vigie help analyze
    $ vigie analyze --help --lang fr
`,
  nothing: `
Give Vigie a capture and it writes a report you can open in a browser:

    $ vigie open capture.pcapng

No capture at hand? Record one minute of this machine's traffic:

    $ sudo timeout 60 tcpdump -i any -w capture.pcap
    $ vigie open capture.pcap

Or look at a made-up network first:

    $ npx vigie demo

Wireshark, switches and firewalls write captures too (.pcap, .pcapng, also .gz
and .zst). "vigie help" shows everything else.
`,
};
