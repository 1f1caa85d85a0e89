/** Names in a User-Agent, the particular before the general: Edge and Opera also say Chrome, Chrome also says Safari. */
const BROWSERS = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\/|\bChromium\//, 'Chromium'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
] as const;
const SYSTEMS = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

/** `null` for what is no browser that we know. */
export function agentOf(agent: string | null): { readonly browser: string; readonly system: string } | null {
  const browser = BROWSERS.find(([name]) => name.test(agent ?? ''))?.[1];
  const system = SYSTEMS.find(([name]) => name.test(agent ?? ''))?.[1];
  return browser === undefined || system === undefined ? null : { browser, system };
}
