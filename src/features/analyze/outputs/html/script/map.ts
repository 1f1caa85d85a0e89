/** The flow map: highlighting, the tip, walking by arrow keys, moving and zooming. */
export const MAP = String.raw`
const svg = document.querySelector('svg.flows');
if (svg) {
  const view = svg.querySelector('.view');
  const tip = document.querySelector('.map .tip');
  const nodes = new Map(all('.node', svg).map((node) => [+node.dataset.node, node]));
  const edges = all('.edges path', svg).map((line) => ({ line, a: +line.dataset.a, b: +line.dataset.b }));
  const box = svg.viewBox.baseVal;
  const places = new Map();
  for (const [i, node] of nodes) {
    const [x, y] = node.getAttribute('transform').match(/-?[\d.]+/g).map(Number);
    places.set(i, { x, y });
  }
  let scale = 1, moveX = 0, moveY = 0;

  const show = () => {
    view.setAttribute('transform', 'translate(' + moveX + ' ' + moveY + ') scale(' + scale + ')');
    svg.classList.toggle('close', scale >= 1.7);
  };
  const zoom = (factor, x, y) => {
    const next = Math.min(8, Math.max(0.5, scale * factor));
    moveX = x - ((x - moveX) / scale) * next;
    moveY = y - ((y - moveY) / scale) * next;
    scale = next;
    show();
  };
  const middle = () => [box.width / 2, box.height / 2];
  const inDrawing = (event) => {
    const frame = svg.getBoundingClientRect();
    const unit = Math.max(box.width / frame.width, box.height / frame.height);
    return [
      (event.clientX - frame.left - (frame.width - box.width / unit) / 2) * unit,
      (event.clientY - frame.top - (frame.height - box.height / unit) / 2) * unit,
      unit,
    ];
  };

  const light = (i) => {
    const peers = new Set([i]);
    for (const { line, a, b } of edges) {
      const touches = a === i || b === i;
      line.classList.toggle('hot', touches);
      if (touches) peers.add(a).add(b);
    }
    for (const [each, node] of nodes) node.classList.toggle('hot', peers.has(each));
    svg.classList.add('lit');
    showTip(i, peers.size - 1);
  };
  const dim = () => {
    svg.classList.remove('lit');
    tip.hidden = true;
    for (const element of all('.hot', svg)) element.classList.remove('hot');
  };
  const showTip = (i, peers) => {
    const device = DATA.devices[+nodes.get(i).dataset.device];
    const title = make('p', { class: 'tip-title' }, icon(lookOf(device)), make('bdi', null, device[LABEL]));
    const lines = [typeName(device) + (device[VENDOR] ? ' · ' + device[VENDOR] : '')];
    const traffic = '↑ ' + bytes(device[SENT]) + '   ↓ ' + bytes(device[RECEIVED]);
    tip.replaceChildren(
      title,
      ...lines.map((line) => make('p', null, line)),
      make('p', null, ...firstOf(ipsOf(device), 2)),
      make('p', null, traffic),
      make('p', null, peers > 0 ? plural('map.peers', peers) : word('map.quiet')),
    );
    tip.hidden = false;
    const frame = tip.parentElement.getBoundingClientRect();
    const at = nodes.get(i).querySelector('use').getBoundingClientRect();
    const left = at.right - frame.left + 10;
    tip.style.left = Math.max(4, left + tip.offsetWidth > frame.width ? at.left - frame.left - tip.offsetWidth - 10 : left) + 'px';
    tip.style.top = Math.max(4, Math.min(frame.height - tip.offsetHeight - 4, at.top - frame.top - 12)) + 'px';
  };

  /** The nearest node in the direction of the arrow, straight ahead preferred. */
  const towards = (from, dx, dy) => {
    const here = places.get(from);
    let best = -1, least = Infinity;
    for (const [i, there] of places) {
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const cost = along + aside * 2;
      if (i !== from && along > 0.5 && cost < least) {
        best = i;
        least = cost;
      }
    }
    return best;
  };
  const focusNode = (i) => {
    for (const [each, node] of nodes) node.setAttribute('tabindex', each === i ? '0' : '-1');
    nodes.get(i).focus();
  };
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  for (const [i, node] of nodes) {
    node.addEventListener('pointerenter', () => light(i));
    node.addEventListener('pointerleave', dim);
    node.addEventListener('focus', () => light(i));
    node.addEventListener('blur', dim);
    node.addEventListener('keydown', (event) => {
      const arrow = ARROWS[event.key];
      if (arrow) {
        event.preventDefault();
        const next = towards(i, arrow[0], arrow[1]);
        if (next >= 0) focusNode(next);
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        devices.reveal(+node.dataset.device);
      } else if (event.key === 'Escape') dim();
    });
  }

  for (const button of all('[data-zoom]')) {
    button.addEventListener('click', () => {
      if (button.dataset.zoom === 'reset') {
        scale = 1;
        moveX = moveY = 0;
        show();
      } else zoom(button.dataset.zoom === 'zoomIn' ? 1.4 : 1 / 1.4, ...middle());
    });
  }
  svg.addEventListener(
    'wheel',
    (event) => {
      // Without Ctrl the wheel scrolls the page: a map must not trap the reader.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const [x, y] = inDrawing(event);
      zoom(Math.exp(-event.deltaY / 300), x, y);
    },
    { passive: false },
  );
  let drag = null;
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    drag = { x: event.clientX, y: event.clientY, moved: false, node: event.target.closest('.node') };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener('pointermove', (event) => {
    if (!drag) return;
    const far = Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y);
    if (!drag.moved && far < 4) return;
    const unit = inDrawing(event)[2];
    moveX += (event.clientX - drag.x) * unit;
    moveY += (event.clientY - drag.y) * unit;
    drag = { ...drag, x: event.clientX, y: event.clientY, moved: true };
    dim();
    show();
  });
  svg.addEventListener('pointerup', () => {
    if (drag && !drag.moved && drag.node) devices.reveal(+drag.node.dataset.device);
    drag = null;
  });
  svg.addEventListener('pointercancel', () => {
    drag = null;
  });
}
`;
