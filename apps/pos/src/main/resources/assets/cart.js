// The cart of the reception. It and its key live in sessionStorage: a reload keeps them. Whether it can
// be sold is for the server to say; here is only shown what is known.
const Cart = (() => {
  const KEPT = 'pos-cart';
  const LOW = 10;
  const KEY_BYTES = 16;
  const yen = (amount) => `${amount.toLocaleString('en-US')}円`;
  let cart = load();

  function newKey() {
    // randomUUID is missing on plain http.
    const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  function load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT));
      if (kept && kept.key && Array.isArray(kept.lines)) return kept;
    } catch {
      // An unreadable cart is an empty one.
    }
    return { key: newKey(), lines: [] };
  }

  function save() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(cart));
    } catch {
      // It lasts until the page is left.
    }
  }

  const cardOf = (id) => document.getElementById(`product-${id}`);
  const total = () => cart.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const quantityOf = (id) => (cart.lines.find((line) => line.id === id) || { quantity: 0 }).quantity;

  function step(card, by) {
    const id = Number(card.dataset.id);
    const line = cart.lines.find((one) => one.id === id);
    if (line) {
      line.quantity += by;
      cart.lines = cart.lines.filter((one) => one.quantity > 0);
    } else if (by > 0) {
      cart.lines.push({ id, name: card.dataset.name, price: Number(card.dataset.price), quantity: by });
    }
    show();
  }

  function warningOf(line) {
    const card = cardOf(line.id);
    if (!card) return '販売が終了しました';
    const price = Number(card.dataset.price);
    if (price !== line.price) return `価格が変わりました（${yen(line.price)}→${yen(price)}）`;
    const stock = Number(card.dataset.stock);
    return stock < line.quantity ? `在庫が足りません（残り ${stock.toLocaleString('en-US')}）` : '';
  }

  function item(line) {
    const element = document.createElement('li');
    const words = document.createElement('span');
    words.textContent = `${line.name} 数量：${line.quantity.toLocaleString('en-US')} 小計：${yen(line.price * line.quantity)}`;
    element.append(words);
    const warning = warningOf(line);
    if (warning) {
      const note = document.createElement('strong');
      note.className = 'warning';
      note.textContent = warning;
      element.append(' ', note);
    }
    return element;
  }

  function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function showCard(card) {
    const stock = Number(card.dataset.stock);
    const inCart = quantityOf(Number(card.dataset.id));
    const left = Math.max(0, stock - inCart);
    const part = (name) => card.querySelector(`[data-part=${name}]`);
    setText(part('stock'), `在庫：${left.toLocaleString('en-US')}`);
    setText(part('level'), left === 0 ? '売り切れ' : left <= LOW ? '残りわずか' : '');
    setText(part('quantity'), String(inCart));
    card.classList.toggle('sold-out', left === 0);
    card.classList.toggle('low', left > 0 && left <= LOW);
    card.querySelector('[data-step="-1"]').disabled = inCart === 0;
    card.querySelector('[data-step="1"]').disabled = left === 0;
  }

  function show() {
    save();
    const isEmpty = cart.lines.length === 0;
    const words = `合計：${yen(total())}`;
    document.getElementById('cart-empty').hidden = !isEmpty;
    for (const id of ['cart-lines', 'order-lines']) document.getElementById(id).replaceChildren(...cart.lines.map(item));
    setText(document.getElementById('cart-total'), words);
    setText(document.getElementById('order-total'), words);
    document.getElementById('cart-order').disabled = isEmpty;
    document.getElementById('cart-clear').disabled = isEmpty;
    for (const card of document.querySelectorAll('#products .product')) showCard(card);
    document.dispatchEvent(new CustomEvent('pos:cart'));
  }

  function empty() {
    cart = { key: newKey(), lines: [] };
    show();
  }

  function reprice(prices) {
    for (const { product_id: id, price } of prices) {
      const line = cart.lines.find((one) => one.id === id);
      if (line) line.price = price;
    }
    show();
  }

  const items = () => cart.lines.map((line) => ({ product_id: line.id, quantity: line.quantity, unit_price: line.price }));

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-step]');
    if (button) step(button.closest('.product'), Number(button.dataset.step));
    if (event.target.closest('#cart-clear')) empty();
  });
  document.addEventListener('pos:updated', show);
  show();
  return { total, items, empty, reprice, isEmpty: () => cart.lines.length === 0, key: () => cart.key, yen };
})();
window.Cart = Cart;
