/** What the browser shows when the server was built without the console. */
const EN = {
  lang: 'en',
  title: 'Vigie runs, its console was not built',
  what: 'The server works, but the files of the web console are not beside it.',
  todo: 'Build them, then reload this page:',
  api: 'The API is there all the same:',
};
const FR: typeof EN = {
  lang: 'fr',
  title: 'Vigie tourne, sa console n’a pas été construite',
  what: 'Le serveur fonctionne, mais les fichiers de la console web ne sont pas à côté de lui.',
  todo: 'Construisez-les, puis rechargez cette page\u00a0:',
  api: 'L’API répond quand même\u00a0:',
};

export function missingPage(french: boolean): string {
  const { lang, title, what, todo, api } = french ? FR : EN;
  return `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body>
<h1>${title}</h1>
<p>${what}</p>
<p>${todo} <code>npm run build</code></p>
<p>${api} <a href="/api/v1/docs">/api/v1/docs</a></p>
</body>
</html>
`;
}
