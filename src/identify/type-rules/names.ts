import type { TypeRule } from './type-rule.ts';

/** Names that makers and installers give by habit, and models that are one kind of thing. */
export const NAME_RULES: readonly TypeRule[] = [
  {
    type: 'workstation',
    weight: 0.6,
    when: { said: { attributes: ['name'], matches: /^desktop-[0-9a-z]{7}(\.|$)/i } },
  },
  {
    type: 'laptop',
    weight: 0.75,
    when: { said: { attributes: ['name'], matches: /^laptop-[0-9a-z]{8}(\.|$)|macbook/i } },
  },
  {
    type: 'server',
    weight: 0.6,
    when: { said: { attributes: ['name'], matches: /^win-[0-9a-z]{11}(\.|$)/i } },
  },
  {
    type: 'phone',
    weight: 0.65,
    when: { said: { attributes: ['name'], matches: /iphone|ipad|^android-|^galaxy-|^pixel-/i } },
  },
  {
    type: 'voip',
    weight: 0.85,
    when: { said: { attributes: ['name'], matches: /^sep[0-9a-f]{12}(\.|$)/i } },
  },
  {
    type: 'printer',
    weight: 0.7,
    when: {
      said: {
        attributes: ['name'],
        matches: /^(npi[0-9a-f]{6}|brn?[0-9a-f]{12}|epson[0-9a-f]{6}|canon[0-9a-f]{6})(\.|$)/i,
      },
    },
  },
  {
    type: 'laptop',
    weight: 0.85,
    when: { said: { attributes: ['model'], matches: /macbook|thinkpad|latitude|elitebook/i } },
  },
  {
    type: 'workstation',
    weight: 0.75,
    when: { said: { attributes: ['model'], matches: /^(imac|macmini|macpro|optiplex)/i } },
  },
  {
    type: 'phone',
    weight: 0.8,
    when: { said: { attributes: ['model'], matches: /^(iphone|ipad|sm-[a-z]\d|pixel )/i } },
  },
  {
    type: 'printer',
    weight: 0.75,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches: /laserjet|officejet|deskjet|\bprinter\b|bizhub|imagerunner|workforce|mfc-|ecosys/i,
      },
    },
  },
  {
    type: 'camera',
    weight: 0.75,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches: /\b(ip|network|dome|bullet) ?camera\b|\bnvr\b/i,
      },
    },
  },
  {
    type: 'voip',
    weight: 0.75,
    when: {
      said: { attributes: ['model', 'description'], matches: /ip phone|\bcp-\d{4}|vvx|soundpoint|spa\d{3}/i },
    },
  },
  {
    type: 'iot',
    weight: 0.6,
    when: {
      said: {
        attributes: ['model', 'description'],
        matches: /chromecast|apple ?tv|roku|sonos|hue bridge|smart ?tv|bravia|google home|nest\b|shelly/i,
      },
    },
  },
];
