// Keeps the page as if it were loaded anew: events say that something has changed, then the page's
// fragment is fetched, and the elements in it that differ, found by their ids, are replaced.
const Live = (() => {
  const SILENCE_MS = 12000;
  const POLL_MS = 3000;
  const FAILURES_BEFORE_POLL = 3;
  const RECONNECT_MS = 1000;
  const KITCHEN_MS = 20000;
  /** Longer than the server lets an answer wait for the store. */
  const FETCH_MS = 10000;
  const AGAIN_MS = 500;
  const LONGEST_AGAIN_MS = 8000;
  const body = document.body;
  const url = body.dataset.live;

  // What the server last sent for an element: what scripts have made of it since does not count.
  const served = new Map();
  let epoch = body.dataset.epoch;
  let seq = Number(body.dataset.seq);
  let isFetching = false;
  let isWanted = false;
  let swaps = 0; // by htmx: what forms and links have brought
  let again;
  let misses = 0;
  let wantsReload = false;

  function remember(root) {
    if (root.id) served.set(root.id, root.outerHTML);
    for (const element of root.querySelectorAll('[id]')) served.set(element.id, element.outerHTML);
  }

  function replace(present, next) {
    const focused = present.contains(document.activeElement) ? document.activeElement.id : '';
    served.set(next.id, next.outerHTML);
    remember(next);
    present.replaceWith(next);
    htmx.process(next);
    if (focused) {
      const again = document.getElementById(focused);
      if (again) again.focus({ preventScroll: true });
    }
  }

  /** Takes over a keyed element's children one by one, so that those that stay are not touched. */
  function merge(present, next) {
    const keep = new Set([...next.children].map((child) => child.id));
    for (const child of [...present.children]) if (!keep.has(child.id)) child.remove();
    let place = present.firstElementChild;
    for (const child of [...next.children]) {
      let own = child.id ? document.getElementById(child.id) : null;
      if (own && own.parentElement === present) {
        if (own !== place) present.insertBefore(own, place);
        update(own, child);
        own = document.getElementById(child.id);
      } else {
        if (own) own.remove();
        served.set(child.id, child.outerHTML);
        remember(child);
        present.insertBefore(child, place);
        htmx.process(child);
        own = child;
      }
      place = own.nextElementSibling;
    }
    served.set(next.id, next.outerHTML);
  }

  function update(present, next) {
    if (served.get(next.id) === next.outerHTML) return;
    const isKeyed = present.hasAttribute('data-keyed') && next.hasAttribute('data-keyed');
    if (isKeyed) merge(present, next.cloneNode(true));
    else replace(present, next.cloneNode(true));
    served.set(next.id, next.outerHTML);
  }

  function show(html) {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    for (const next of [...parsed.body.children]) {
      const present = next.id ? document.getElementById(next.id) : null;
      if (present) update(present, next);
    }
    document.dispatchEvent(new CustomEvent('pos:updated'));
  }

  /** The page's fragment as it is now; null if it could not be had. */
  async function fetched() {
    try {
      const answer = await fetch(url + location.search, {
        headers: { 'HX-Request': 'true' },
        signal: AbortSignal.timeout(FETCH_MS),
      });
      if (answer.status === 401) location.reload();
      return answer.ok ? await answer.text() : null;
    } catch {
      return null;
    }
  }

  /** One request at a time; what is wanted meanwhile is fetched by one more, behind it. */
  async function refresh() {
    if (!url) return;
    isWanted = true;
    if (isFetching) return;
    isFetching = true;
    clearTimeout(again);
    try {
      while (isWanted) {
        isWanted = false;
        const [before, search] = [swaps, location.search];
        const html = await fetched();
        if (swaps !== before || location.search !== search) {
          // It is of what the page showed before: newer things have come by another way.
          isWanted = true;
          continue;
        }
        if (html === null) {
          // Else the page would stay as it is until something else changes.
          again = setTimeout(refresh, Math.min(LONGEST_AGAIN_MS, AGAIN_MS * 2 ** misses));
          misses += 1;
          return;
        }
        misses = 0;
        show(html);
      }
    } finally {
      isFetching = false;
    }
  }

  // --- the connection -------------------------------------------------------------------------------

  let source;
  let failures = 0;
  let lastEvent = Date.now();
  let reconnecting;

  function tell(isNow) {
    const status = document.getElementById('connection');
    const text = isNow ? '接続中' : '再接続中';
    if (status && status.textContent !== text) {
      status.textContent = text;
      status.classList.toggle('lost', !isNow);
    }
  }

  function offline(isOffline) {
    Notice.banner('banner-offline', 'サーバーに接続できません。表示が古い可能性があります', isOffline);
  }

  function alive() {
    lastEvent = Date.now();
    failures = 0;
    tell(true);
    offline(false);
  }

  function health(state) {
    Notice.banner('banner-storage', 'データの保存先に届いていません。注文はまだ確定できません', state.writable && !state.durable);
    Notice.banner('banner-readonly', '読み取り専用です。注文や変更はできません', !state.writable);
  }

  function meet(hello) {
    const isBehind = hello.epoch !== epoch || hello.seq !== seq;
    epoch = hello.epoch;
    seq = hello.seq;
    if (hello.build !== body.dataset.build) wantsReload = true;
    if (isBehind) refresh();
    reloadIfQuiet();
  }

  function reloadIfQuiet() {
    const isCartEmpty = !window.Cart || window.Cart.isEmpty();
    if (wantsReload && !Dialogs.isAnyOpen() && isCartEmpty) location.reload();
  }

  function connect() {
    clearTimeout(reconnecting);
    if (source) source.close();
    lastEvent = Date.now();
    source = new EventSource('/events');
    const on = (name, act) => source.addEventListener(name, (event) => {
      alive();
      act(JSON.parse(event.data));
    });
    on('hello', meet);
    on('ping', reloadIfQuiet);
    on('reset', refresh);
    on('health', health);
    source.addEventListener('change', (event) => {
      alive();
      seq = Number(event.lastEventId.split('-')[1]);
      refresh();
    });
    source.onerror = () => {
      failures += 1;
      tell(false);
      // The browser comes again by itself unless it was refused.
      if (source.readyState === EventSource.CLOSED) reconnecting = setTimeout(connect, RECONNECT_MS);
    };
  }

  async function poll() {
    if (Date.now() - lastEvent > SILENCE_MS) {
      offline(true);
      tell(false);
      failures += 1;
      connect();
    }
    if (failures < FAILURES_BEFORE_POLL) return;
    try {
      const answer = await fetch('/api/status');
      if (!answer.ok) return;
      const status = await answer.json();
      offline(false);
      health(status);
      meet(status);
    } catch {
      offline(true);
    }
  }

  // --- begin ----------------------------------------------------------------------------------------

  remember(document);
  document.addEventListener('htmx:afterSwap', (event) => {
    swaps += 1;
    // What has come; the detail's target is what was replaced by it.
    remember(event.target);
  });
  document.addEventListener('pos:changed', refresh);
  document.addEventListener('pos:problem', refresh);
  if (url) {
    connect();
    setInterval(poll, POLL_MS);
    if (body.dataset.screen === 'kitchen') setInterval(refresh, KITCHEN_MS);
    window.addEventListener('offline', () => { offline(true); tell(false); });
    window.addEventListener('online', () => { connect(); refresh(); });
    window.addEventListener('beforeunload', () => source.close());
    window.addEventListener('pageshow', (event) => { if (event.persisted) { connect(); refresh(); } });
  }
  return { refresh };
})();
