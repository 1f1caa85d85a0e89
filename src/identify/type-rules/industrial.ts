import type { TypeRule } from './type-rule.ts';

/**
 * Industrial devices by who answers and who asks. A port alone is a guess (spec: the port-hint tier), so one
 * protocol just reaches the threshold where only controllers answer in it, and stays below elsewhere.
 */
export const INDUSTRIAL_RULES: readonly TypeRule[] = [
  { type: 'plc', weight: 0.6, when: { service: ['s7comm', 's7comm-plus'] } },
  { type: 'plc', weight: 0.5, when: { service: ['mbtcp', 'modbus'] } },
  { type: 'plc', weight: 0.5, when: { service: ['enip', 'cip', 'cotp', 'omron', 'ge-srtp', 'ams'] } },
  { type: 'plc', weight: 0.35, when: { service: ['opcua', 'bacnet', 'bacapp'] } },
  { type: 'rtu', weight: 0.5, when: { service: ['dnp3', 'iec104', 'iec60870_104'] } },
  { type: 'rtu', weight: 0.5, when: { service: ['mms'] } },
  { type: 'rtu', weight: 0.5, when: { speaks: 'goose' } },
  { type: 'rtu', weight: 0.5, when: { speaks: 'sv' } },
  { type: 'io', weight: 0.3, when: { speaks: 'profinet' } },
  { type: 'plc', weight: 0.3, when: { speaks: 'profinet' } },
  { type: 'plc', weight: 0.3, when: { speaks: 'ethercat' } },
  { type: 'hmi', weight: 0.5, when: { clientOf: 3 } },
  { type: 'engineering-station', weight: 0.3, when: { clientOf: 2 } },
  {
    type: 'plc',
    weight: 0.8,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches:
          /\b(plc|s7-?(200|300|400|1200|1500)|simatic s7|cpu ?\d{3,4}|controllogix|compactlogix|micrologix|modicon|1756-l|1769-l|melsec|wago 750|cx\d{4}|axc ?f)/i,
      },
    },
  },
  {
    type: 'drive',
    weight: 0.75,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches: /\b(sinamics|powerflex|altivar|servo ?drive|acs\d{3})/i,
      },
    },
  },
  {
    type: 'io',
    weight: 0.7,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches: /\b(et ?200|1734-|1794-|point i\/?o|flex i\/?o|remote i\/?o|im ?15\d)/i,
      },
    },
  },
  {
    type: 'hmi',
    weight: 0.75,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches: /\b(panelview|simatic hmi|comfort panel|[kmt]tp ?\d{3,4}|magelis|human machine)/i,
      },
    },
  },
];
