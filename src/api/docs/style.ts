/** In both themes; no font, image or script from anywhere. */
export const STYLE = `
:root { color-scheme: light dark; --line: #d5dae1; --soft: #5b6675; --accent: #0b7a75; --ground: #f6f7f9; }
@media (prefers-color-scheme: dark) {
  :root { --line: #333c48; --soft: #9aa6b5; --accent: #4fc7c0; --ground: #171c23; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.1rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .88em; }
pre { overflow-x: auto; padding: .75rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; }
nav a { margin-right: 1rem; }
a { color: var(--accent); }
details { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: .5rem 0; }
summary .method { display: inline-block; min-width: 4.2rem; font-weight: 600; color: var(--accent); }
summary .said { color: var(--soft); margin-left: .75rem; }
.inside { padding: 0 0 1rem 4.2rem; }
@media (max-width: 40rem) { .inside { padding-left: 0; } }
table { width: 100%; border-collapse: collapse; margin: .25rem 0 .75rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-top: 1px solid var(--line); }
th { color: var(--soft); font-weight: 500; }
h3 { font-size: .9rem; margin: .75rem 0 .25rem; color: var(--soft); }
`;
