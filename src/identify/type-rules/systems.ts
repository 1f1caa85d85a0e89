import type { TypeRule } from './type-rule.ts';

/**
 * Operating systems and DHCP vendor classes. Identity sources already turn user agents and the common vendor
 * classes into `os`, `model` and `role`: rules on those here would count one message twice. So would Samba's
 * announcement, which says both an `os` and a `role`.
 */
export const SYSTEM_RULES: readonly TypeRule[] = [
  {
    type: 'server',
    weight: 0.85,
    when: { said: { attributes: ['os', 'description'], matches: /windows.*server|vmware esx/i } },
  },
  {
    type: 'workstation',
    weight: 0.6,
    when: { said: { attributes: ['os'], matches: /^(microsoft )?windows\b(?!.*(server|phone|ce\b))/i } },
  },
  {
    type: 'workstation',
    weight: 0.6,
    when: { said: { attributes: ['os'], matches: /mac ?os|os x|darwin|chrome ?os/i } },
  },
  {
    type: 'phone',
    weight: 0.75,
    when: {
      said: { attributes: ['os'], matches: /\b(android|ios \d|iphone os|ipados|ios$|windows phone)/i },
    },
  },
  {
    type: 'server',
    weight: 0.3,
    when: {
      said: {
        attributes: ['os'],
        matches: /^(?!.*(embedded|samba)).*(debian|ubuntu|red hat|centos|freebsd|linux|unix)/i,
      },
    },
  },
  { type: 'iot', weight: 0.3, when: { said: { attributes: ['os'], matches: /embedded/i } } },
  {
    type: 'printer',
    weight: 0.7,
    when: { said: { attributes: ['dhcpVendorClass'], matches: /printer|lexmark|^epson|^mfg:/i } },
  },
  {
    type: 'camera',
    weight: 0.7,
    when: { said: { attributes: ['dhcpVendorClass'], matches: /network camera|\bipcam/i } },
  },
];
