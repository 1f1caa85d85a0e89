// Runs before the first paint, so that nobody sees a flash of the other theme or the wrong language for a moment.
// A file of its own: the page allows no inline script. The keys are those of src/frame/theme.ts and src/i18n/language.ts.
(() => {
  const root = document.documentElement;
  let theme = null;
  let language = null;
  try {
    theme = localStorage.getItem('vigie.theme');
    language = localStorage.getItem('vigie.language');
  } catch {
    // Storage that is switched off: what the browser asks for.
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.lang =
    language === 'fr' || language === 'en' ? language : navigator.language.startsWith('fr') ? 'fr' : 'en';
})();
