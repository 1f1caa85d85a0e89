/** One table of the report: sorting, one filter box, pages of a hundred rows, a detail row where there is one. */
export const TABLE = String.raw`
const PAGE = 100;
const PRINT_PAGE = 1000;
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * columns: [{ sort: row => number|string, draw: row => node|text, className }] in the order of the header.
 * rows: indices; haystack: row => text that the filter searches; detail: row => node, or absent.
 */
const createTable = ({ id, rows, columns, haystack, detail, name }) => {
  const root = document.getElementById(id);
  const body = root.querySelector('tbody');
  const input = root.querySelector('input[type=search]');
  const status = root.querySelector('.status');
  const pager = root.querySelector('.pager');
  const [previous, next] = all('.pager button', root);
  const headers = all('thead th', root);
  if (!body) return null;
  let shown = rows;
  let page = 0;
  let size = PAGE;
  let sorted = { column: -1, down: true };
  const open = new Set();
  let texts = null;

  const arrange = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length > 0 && texts === null) texts = new Map(rows.map((row) => [row, haystack(row).toLowerCase()]));
    const kept = words.length === 0 ? rows : rows.filter((row) => words.every((each) => texts.get(row).includes(each)));
    if (sorted.column < 0) {
      shown = kept;
      return;
    }
    const sort = columns[sorted.column].sort;
    const sign = sorted.down ? -1 : 1;
    shown = kept
      .map((row) => [row, sort(row)])
      .sort((a, b) => {
        // Cells that say nothing come last, whichever way.
        if (a[1] === '' || b[1] === '') return (a[1] === '' ? 1 : 0) - (b[1] === '' ? 1 : 0);
        return sign * (typeof a[1] === 'number' ? a[1] - b[1] : collator.compare(a[1], b[1]));
      })
      .map((pair) => pair[0]);
  };

  const detailRow = (row) =>
    make('tr', { class: 'detail', id: id + '-detail-' + row }, make('td', { colspan: columns.length }, detail(row)));

  const drawRow = (row) => {
    const line = make('tr', { 'data-row': row });
    columns.forEach((column, i) => {
      const content = column.draw(row);
      const cell = make(i === 0 ? 'th' : 'td', { class: column.className || null, scope: i === 0 ? 'row' : null });
      if (i === 0 && detail) {
        const toggle = make(
          'button',
          {
            type: 'button',
            class: 'open',
            'aria-expanded': String(open.has(row)),
            'aria-label': word('device.details', { name: name(row) }),
            onclick: () => {
              const isOpen = !open.has(row);
              toggle.setAttribute('aria-expanded', String(isOpen));
              if (isOpen) {
                open.add(row);
                line.after(detailRow(row));
              } else {
                open.delete(row);
                line.nextElementSibling.remove();
              }
            },
          },
        );
        cell.append(toggle);
      }
      cell.append(...(Array.isArray(content) ? content : [content]));
      line.append(cell);
    });
    return open.has(row) ? [line, detailRow(row)] : [line];
  };

  const draw = () => {
    const pages = Math.max(1, Math.ceil(shown.length / size));
    page = Math.min(page, pages - 1);
    const from = page * size;
    const part = shown.slice(from, from + size);
    body.replaceChildren(...part.flatMap(drawRow));
    if (part.length === 0) {
      const clear = make('button', { type: 'button', class: 'plain', onclick: () => filter('') }, word('table.clear'));
      const text = word('table.none', { filter: input.value });
      body.append(make('tr', { class: 'none' }, make('td', { colspan: columns.length }, text, ' ', clear)));
    }
    const range = { from: count(part.length === 0 ? 0 : from + 1), to: count(from + part.length), n: count(shown.length) };
    const filtered = shown.length === rows.length ? '' : ' · ' + word('table.filtered', { n: count(shown.length), all: count(rows.length) });
    status.textContent = part.length === 0 ? '' : word('table.range', range) + filtered;
    pager.hidden = pages < 2;
    previous.disabled = page === 0;
    next.disabled = page === pages - 1;
    headers.forEach((header, i) => {
      if (i === sorted.column) header.setAttribute('aria-sort', sorted.down ? 'descending' : 'ascending');
      else header.removeAttribute('aria-sort');
    });
  };

  const filter = (text) => {
    input.value = text;
    page = 0;
    arrange();
    draw();
  };
  const turn = (by) => {
    page += by;
    draw();
    root.querySelector('.scroll').scrollTop = 0;
    root.scrollIntoView({ block: 'start' });
  };

  headers.forEach((header, i) => {
    header.querySelector('button').addEventListener('click', () => {
      // Numbers begin with the largest, text with A; a second click turns it round.
      const first = rows.length > 0 && typeof columns[i].sort(rows[0]) === 'number';
      sorted = { column: i, down: sorted.column === i ? !sorted.down : first };
      page = 0;
      arrange();
      draw();
    });
  });
  let timer = 0;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => filter(input.value), rows.length > 2000 ? 120 : 0);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || input.value === '') return;
    event.preventDefault();
    filter('');
  });
  previous.addEventListener('click', () => turn(-1));
  next.addEventListener('click', () => turn(1));
  addEventListener('beforeprint', () => {
    size = PRINT_PAGE;
    draw();
  });
  addEventListener('afterprint', () => {
    size = PAGE;
    draw();
  });
  redraws.push(() => {
    texts = null;
    arrange();
    draw();
  });
  draw();

  /** Shows one row opened, whatever was filtered, and puts the keyboard on it. */
  const reveal = (row) => {
    if (!shown.includes(row)) filter('');
    page = Math.floor(shown.indexOf(row) / size);
    open.add(row);
    draw();
    const line = body.querySelector('[data-row="' + row + '"]');
    line.scrollIntoView({ block: 'center' });
    line.querySelector('button').focus({ preventScroll: true });
  };
  return { filter, reveal };
};
`;
