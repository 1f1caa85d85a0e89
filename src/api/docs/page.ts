/** An OpenAPI document as one HTML page: every route with its parameters, body and answers. */

interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}
interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content & { readonly description?: string }>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const INDENT = '  ';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);

/** `document`: as @fastify/swagger makes it. */
export function docsPage(document: object): string {
  const { info, paths } = document as {
    readonly info: { readonly title: string; readonly version: string; readonly description?: string };
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const byTag = new Map<string, string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = operations[method];
      if (operation === undefined) continue;
      const tag = operation.tags?.[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), route(method, path, operation)]);
    }
  }
  const tags = [...byTag.keys()];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)} API</title>
<link rel="stylesheet" href="/api/v1/docs/style.css">
</head>
<body>
<h1>${escaped(info.title)} API <small>${escaped(info.version)}</small></h1>
<p>${escaped(info.description ?? '')} The same for programs: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav>${tags.map((tag) => `<a href="#${escaped(tag)}">${escaped(tag)}</a>`).join(' ')}</nav>
${[...byTag].map(([tag, routes]) => `<h2 id="${escaped(tag)}">${escaped(tag)}</h2>\n${routes.join('\n')}`).join('\n')}
</body>
</html>
`;
}

function route(method: string, path: string, operation: Operation): string {
  const { summary = '', parameters = [], requestBody, responses = {} } = operation;
  const answers = Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(([status, answer]) => contents(`Answer ${status}`, answer));
  return `<details><summary><code class="method">${method.toUpperCase()}</code> <code>${escaped(path)}</code>
<span class="said">${escaped(summary)}</span></summary>
<div class="inside">
${parameters.length === 0 ? '' : parameterTable(parameters)}
${requestBody === undefined ? '' : contents('Body', requestBody)}
${answers.join('\n')}
<p>Refusals are <code>application/problem+json</code>.</p>
</div></details>`;
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, schema = {} }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${escaped(place)}${required ? ', required' : ''}</td>
<td><code>${escaped(typeText(schema, ''))}</code></td></tr>`,
  );
  return `<h3>Parameters</h3><table><tr><th>Name</th><th>In</th><th>Value</th></tr>\n${rows.join('\n')}</table>`;
}

function contents(title: string, { content = {} }: Content): string {
  return Object.entries(content)
    .map(
      ([type, { schema = {} }]) =>
        `<h3>${escaped(title)}, <code>${escaped(type)}</code></h3><pre>${escaped(typeText(schema, ''))}</pre>`,
    )
    .join('\n');
}

/** Near to how TypeScript writes it. */
function typeText(schema: Schema, indent: string): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return [...new Set(choices.map((choice) => typeText(choice, indent)))].join(' | ');
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items !== undefined) return `[${typeText(schema.items, indent)}, …]`;
  if (schema.properties !== undefined) return objectText(schema.properties, indent);
  if (typeof schema.additionalProperties === 'object') {
    return `{ [name]: ${typeText(schema.additionalProperties, indent)} }`;
  }
  const type = [schema.type ?? 'any'].flat().join(' | ');
  const bounds = [
    schema.format,
    schema.minimum !== undefined && schema.minimum !== 0 ? `≥ ${schema.minimum}` : undefined,
    schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER
      ? `≤ ${schema.maximum}`
      : undefined,
    schema.maxLength !== undefined ? `at most ${schema.maxLength} characters` : undefined,
    schema.default !== undefined ? `default ${JSON.stringify(schema.default)}` : undefined,
  ].filter((it) => it !== undefined);
  return bounds.length === 0 ? type : `${type} (${bounds.join(', ')})`;
}

function objectText(properties: Readonly<Record<string, Schema>>, indent: string): string {
  const deeper = indent + INDENT;
  const lines = Object.entries(properties).map(([name, of]) => `${deeper}${name}: ${typeText(of, deeper)}`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}
