/** The two long tables. Positions in a row are those of `deviceRow` and `flowRow` in data.ts. */
export const LISTS = String.raw`
const TYPE = 0, LABEL = 1, NAMES = 2, ADDRESSES = 3, VENDOR = 4, MACS = 5, VLANS = 6, SENT = 7, RECEIVED = 8;
const PACKETS_SENT = 9, PACKETS_RECEIVED = 10, FIRST = 11, LAST = 12, GATEWAY = 13, BEHIND = 14, ATTRIBUTES = 15;

const typeName = (device) => word('type.' + DATA.types[device[TYPE]][0]);
const lookOf = (device) => 'look-' + DATA.types[device[TYPE]][1];
const code = (text) => make('code', null, text);
/** Of a capture within one day the hour is enough; the whole time shows on hover and in the details. */
const shortTime = (ms) =>
  make('time', { title: time(ms) + ' ' + word('unit.utc') }, DATA.oneDay ? time(ms).slice(11) : time(ms).slice(5, 16));
const distinct = (list) => [...new Set(list)];
/** The first, and how many more. */
const firstOf = (list, shown) => {
  const parts = list.slice(0, shown).flatMap((each, i) => (i === 0 ? [code(each)] : [', ', code(each)]));
  if (list.length > shown) parts.push(make('span', { class: 'more', title: list.join(', ') }, ' +' + count(list.length - shown)));
  return parts;
};
const ipsOf = (device) => distinct(device[ADDRESSES].map((address) => address[0]));

const evidenceLine = (evidence) =>
  make(
    'li',
    null,
    make('time', null, time(evidence[1])),
    DATA.files.length > 1 ? code(DATA.files[evidence[3]] || '') : '',
    make('span', null, word('finding.packet', { packet: count(evidence[2]) })),
    make('span', { class: 'source' }, evidence[0]),
  );

const attributeBlock = (attribute) => {
  const key = 'attribute.' + attribute[0];
  const label = DATA.words[lang][key] || attribute[0];
  const list = make('ul', { class: 'evidence' }, ...attribute[3].map(evidenceLine));
  if (attribute[4] > 0) list.append(make('li', null, word('table.cutEvidence', { n: count(attribute[4]) })));
  return make(
    'details',
    null,
    make(
      'summary',
      null,
      make('span', { class: 'key' }, label),
      make('span', { class: 'value' }, attribute[1]),
      make('span', { class: 'confidence' }, word('device.confidence', { n: attribute[2] + (lang === 'fr' ? '\u202f%' : '%') })),
    ),
    list,
  );
};

const factList = (facts) =>
  make(
    'dl',
    { class: 'facts' },
    ...facts.filter((fact) => fact[1].length > 0).map((fact) => make('div', null, make('dt', null, fact[0]), make('dd', null, ...fact[1]))),
  );

const deviceDetail = (i) => {
  const device = DATA.devices[i];
  const span = (address) => time(address[2]) + ' – ' + time(address[3]);
  const gateway = [];
  if (device[GATEWAY]) gateway.push(word('device.gateway'));
  if (device[BEHIND] > 0) gateway.push(plural('device.behind', device[BEHIND]));
  const about = factList([
    [word('device.names'), device[NAMES].map((name) => make('p', null, make('bdi', null, name[0]), ' ', make('span', { class: 'source' }, name[1])))],
    [
      word('device.addresses'),
      device[ADDRESSES].map((address) =>
        make('p', null, code(address[0]), address[1] === null ? '' : ' VLAN\u00a0' + address[1], ' ', make('span', { class: 'source' }, span(address))),
      ),
    ],
    [word('device.mac'), device[MACS].map((mac) => make('p', null, code(mac)))],
    [word('device.vendor'), device[VENDOR] ? [device[VENDOR]] : []],
    [word('device.seen'), [time(device[FIRST]) + ' – ' + time(device[LAST]) + ' ' + word('unit.utc')]],
    [word('device.packets'), ['↑ ' + count(device[PACKETS_SENT]) + '  ↓ ' + count(device[PACKETS_RECEIVED])]],
    [word('device.role'), gateway.length ? [gateway.join(', ')] : []],
  ]);
  const known = device[ATTRIBUTES].length
    ? device[ATTRIBUTES].map(attributeBlock)
    : [make('p', { class: 'empty' }, word('device.noAttributes'))];
  return make('div', { class: 'about' }, about, make('div', null, make('h3', null, word('device.attributes')), ...known));
};

const deviceOf = (i) => DATA.devices[i];
const devices = createTable({
  id: 'devices',
  rows: DATA.order,
  name: (i) => deviceOf(i)[LABEL],
  haystack: (i) => {
    const device = deviceOf(i);
    const said = device[ATTRIBUTES].map((attribute) => attribute[1]);
    const names = device[NAMES].map((name) => name[0]);
    return [typeName(device), DATA.types[device[TYPE]][0], ...names, ...ipsOf(device), device[VENDOR], ...device[MACS], ...device[VLANS].map((vlan) => 'vlan' + vlan), ...said].join(' ');
  },
  detail: deviceDetail,
  columns: [
    {
      sort: (i) => (deviceOf(i)[NAMES].length ? deviceOf(i)[LABEL] : ''),
      draw: (i) => {
        const device = deviceOf(i);
        const parts = [make('bdi', { class: device[NAMES].length ? 'name' : 'name nameless' }, device[LABEL])];
        if (device[GATEWAY]) parts.push(make('span', { class: 'tag' }, word('device.gateway')));
        return parts;
      },
    },
    { sort: (i) => typeName(deviceOf(i)), draw: (i) => make('span', { class: 'type' }, icon(lookOf(deviceOf(i))), typeName(deviceOf(i))) },
    { sort: (i) => ipsOf(deviceOf(i))[0] || '', draw: (i) => firstOf(ipsOf(deviceOf(i)), 1) },
    { sort: (i) => deviceOf(i)[VENDOR], draw: (i) => make('bdi', { title: deviceOf(i)[VENDOR] || null }, deviceOf(i)[VENDOR]), className: 'clip' },
    { sort: (i) => deviceOf(i)[MACS][0] || '', draw: (i) => firstOf(deviceOf(i)[MACS], 1) },
    { sort: (i) => (deviceOf(i)[VLANS].length ? deviceOf(i)[VLANS][0] : ''), draw: (i) => deviceOf(i)[VLANS].join(', '), className: 'n' },
    { sort: (i) => deviceOf(i)[SENT], draw: (i) => bytes(deviceOf(i)[SENT]), className: 'n' },
    { sort: (i) => deviceOf(i)[RECEIVED], draw: (i) => bytes(deviceOf(i)[RECEIVED]), className: 'n' },
    { sort: (i) => deviceOf(i)[LAST] || 0, draw: (i) => shortTime(deviceOf(i)[LAST]), className: 'n' },
  ],
});

const PROTOCOL = 0, APPLICATION = 1, SOURCE = 2, SOURCE_TEXT = 3, TARGET = 4, TARGET_TEXT = 5, SERVER = 6, VLAN = 7, TUNNEL = 8;
const FORWARD = 9, BACK = 10, START = 13, END = 14;

const endCell = (device, text) => {
  // Without a name the address says it already.
  if (device < 0 || deviceOf(device)[NAMES].length === 0) return code(text);
  const open = () => devices.reveal(device);
  return [code(text), make('button', { type: 'button', class: 'plain link', onclick: open }, make('bdi', null, deviceOf(device)[LABEL]))];
};
const nameOf = (device) => (device < 0 ? '' : deviceOf(device)[LABEL]);
const flowOf = (i) => DATA.flows[i];
const flows = createTable({
  id: 'conversations',
  rows: DATA.flows.map((_, i) => i),
  haystack: (i) => {
    const flow = flowOf(i);
    return [flow[PROTOCOL], flow[APPLICATION], flow[SOURCE_TEXT], flow[TARGET_TEXT], nameOf(flow[SOURCE]), nameOf(flow[TARGET]), flow[SERVER], flow[TUNNEL], flow[VLAN] === '' ? '' : 'vlan' + flow[VLAN]].join(' ');
  },
  columns: [
    { sort: (i) => flowOf(i)[SOURCE_TEXT], draw: (i) => endCell(flowOf(i)[SOURCE], flowOf(i)[SOURCE_TEXT]) },
    { sort: (i) => flowOf(i)[TARGET_TEXT], draw: (i) => endCell(flowOf(i)[TARGET], flowOf(i)[TARGET_TEXT]) },
    {
      sort: (i) => flowOf(i)[APPLICATION] || flowOf(i)[PROTOCOL],
      draw: (i) => {
        const flow = flowOf(i);
        const parts = [code(flow[PROTOCOL] + (flow[APPLICATION] ? '/' + flow[APPLICATION] : ''))];
        if (flow[TUNNEL]) parts.push(make('span', { class: 'tag' }, word('conversation.tunnel', { tunnel: flow[TUNNEL] })));
        return parts;
      },
    },
    { sort: (i) => flowOf(i)[SERVER], draw: (i) => make('bdi', { title: flowOf(i)[SERVER] || null }, flowOf(i)[SERVER]), className: 'clip' },
    { sort: (i) => (flowOf(i)[VLAN] === '' ? '' : +flowOf(i)[VLAN] || 0), draw: (i) => String(flowOf(i)[VLAN]), className: 'n' },
    { sort: (i) => flowOf(i)[FORWARD], draw: (i) => bytes(flowOf(i)[FORWARD]), className: 'n' },
    { sort: (i) => flowOf(i)[BACK], draw: (i) => bytes(flowOf(i)[BACK]), className: 'n' },
    { sort: (i) => flowOf(i)[START], draw: (i) => shortTime(flowOf(i)[START]), className: 'n' },
    { sort: (i) => flowOf(i)[END] - flowOf(i)[START], draw: (i) => seconds((flowOf(i)[END] - flowOf(i)[START]) / 1000), className: 'n' },
  ],
});
`;
