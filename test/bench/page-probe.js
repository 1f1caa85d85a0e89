/**
 * Runs in a page before anything else. Wraps what the browser calls the page with (frames, pointer events) and what the
 * page calls WebGL with, and notes in `probe` what each took: test/bench/topology.bench.ts reads it.
 */
{
  const probe = { frames: [] };
  globalThis.probe = probe;
  let card = 0;
  let ours = 0;
  let depth = 0;
  const timed = (call) =>
    function (...args) {
      const begun = performance.now();
      const cardBefore = card;
      depth += 1;
      try {
        return call.apply(this, args);
      } finally {
        depth -= 1;
        if (depth === 0) ours += performance.now() - begun - (card - cardBefore);
      }
    };

  const calls = WebGL2RenderingContext.prototype;
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(calls))) {
    if (typeof value !== 'function' || name === 'constructor') continue;
    calls[name] = function (...args) {
      const begun = performance.now();
      const result = value.apply(this, args);
      card += performance.now() - begun;
      return result;
    };
  }

  const frame = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (callback) =>
    frame((now) => {
      const before = card;
      timed(callback)(now);
      probe.frames.push([ours, card - before]);
      ours = 0;
    });

  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const known = typeof listener === 'function' && /^(pointer|mouse|wheel)/.test(type);
    listen.call(this, type, known ? timed(listener) : listener, options);
  };
}
