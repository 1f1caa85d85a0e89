/**
 * The script of the report runs in the reader's browser, without a build step and without modules, so it is kept
 * as text. It draws with DOM calls and `textContent` only: nothing from a packet is ever parsed as HTML.
 * This part: data, words, numbers, the language and theme buttons. `text/numbers.ts` writes the same numbers.
 */
export const CORE = String.raw`
const DATA = JSON.parse(document.getElementById('data').textContent);
const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
const redraws = [];
let lang = DATA.lang;

const word = (key, params) => {
  const text = DATA.words[lang][key];
  return text === undefined ? key : text.replace(/\{(\w+)\}/g, (hole, name) => (params && name in params ? params[name] : hole));
};
const plural = (key, n) => word(key + ((lang === 'fr' ? n < 2 : n === 1) ? '.one' : '.other'), { n: count(n) });
const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, lang === 'fr' ? '\u202f' : ',');
const decimal = (n, places) => {
  const parts = n.toFixed(places).split('.');
  return parts[1] === undefined ? count(+parts[0]) : count(+parts[0]) + (lang === 'fr' ? ',' : '.') + parts[1];
};
const bytes = (n) => {
  let step = 0;
  while (n >= 1023.5 && step < 6) {
    n /= 1024;
    step++;
  }
  return decimal(n, step > 0 && n < 99.95 ? 1 : 0) + '\u00a0' + ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][step] + (lang === 'fr' ? 'o' : 'B');
};
const time = (ms) => (ms === null ? '–' : new Date(ms).toISOString().slice(0, 19).replace('T', ' '));
const seconds = (s) => {
  if (s < 1) return decimal(s * 1000, 0) + '\u00a0ms';
  if (s < 60) return decimal(s, 1) + '\u00a0s';
  const whole = Math.round(s);
  const minutes = Math.floor(whole / 60);
  const two = (n) => String(n).padStart(2, '0');
  if (minutes < 60) return minutes + '\u00a0min ' + two(whole % 60) + '\u00a0s';
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours + '\u00a0h ' + two(minutes % 60) + '\u00a0min';
  return count(Math.floor(hours / 24)) + '\u00a0' + (lang === 'fr' ? 'j' : 'd') + ' ' + (hours % 24) + '\u00a0h';
};

/** An element: attributes, then children; text is always text. */
const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== ''));
  return element;
};
const icon = (id) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon ' + id);
  svg.setAttribute('viewBox', '-12 -12 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', '#' + id);
  svg.append(use);
  return svg;
};

const setLanguage = (next) => {
  lang = next;
  const root = document.documentElement;
  root.lang = lang;
  document.title = word('app.title') + (DATA.files[0] ? ' · ' + DATA.files[0] : '');
  for (const element of all('[data-en]')) element.textContent = element.getAttribute('data-' + lang);
  for (const element of all('[data-label-en]')) element.setAttribute('aria-label', element.getAttribute('data-label-' + lang));
  for (const element of all('[data-hint-en]')) element.placeholder = element.getAttribute('data-hint-' + lang);
  for (const button of all('[data-lang]')) button.setAttribute('aria-pressed', String(button.dataset.lang === lang));
  for (const redraw of redraws) redraw();
};
for (const button of all('[data-lang]')) button.addEventListener('click', () => setLanguage(button.dataset.lang));

for (const button of all('[data-theme-choice]')) {
  button.addEventListener('click', () => {
    const theme = button.dataset.themeChoice;
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const other of all('[data-theme-choice]')) other.setAttribute('aria-pressed', String(other === button));
  });
}
`;
