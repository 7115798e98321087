// The dialog 注文内容: what is sent, the change, and what becomes of the cart afterwards.
(() => {
  const dialog = document.getElementById('order');
  const form = document.getElementById('order-form');
  const field = (name) => form.elements.namedItem(name);

  const number = (text) => {
    const plain = text.normalize('NFKC').trim();
    return /^\d+$/.test(plain) ? Number(plain) : NaN;
  };

  function showChange() {
    const change = number(field('received').value) - Cart.total();
    const words = `おつり：${change >= 0 ? Cart.yen(change) : '—'}`;
    const status = document.getElementById('order-change');
    if (status.textContent !== words) status.textContent = words;
  }

  document.getElementById('cart-order').addEventListener('click', (event) => {
    Dialogs.open(dialog, event.currentTarget);
    field('table_number').focus();
    showChange();
  });

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-receive]');
    if (!button) return;
    const amount = button.dataset.receive;
    field('received').value = amount === 'total' ? String(Cart.total()) : amount;
    showChange();
  });
  document.addEventListener('input', (event) => {
    if (event.target.name === 'received') showChange();
  });
  document.addEventListener('pos:cart', showChange);

  document.addEventListener('htmx:configRequest', (event) => {
    if (event.detail.elt !== form) return;
    event.detail.parameters.items = JSON.stringify(Cart.items());
    event.detail.headers['Idempotency-Key'] = Cart.key();
  });
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target.id === 'order-fields') showChange();
  });
  document.addEventListener('pos:ordered', () => {
    dialog.close();
    Cart.empty();
    document.dispatchEvent(new CustomEvent('pos:calculator-clear'));
    Live.refresh();
  });
  document.addEventListener('pos:problem', (event) => {
    if (event.target !== form) return;
    if (event.detail.code === 'price_changed') Cart.reprice(event.detail.prices);
  });
})();
