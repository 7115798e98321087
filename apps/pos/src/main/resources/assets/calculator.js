// The calculator: whole numbers, × before + and −. Its state is a list of operands and operators, the
// number being typed, and what the display shows.
(() => {
  const MAX_DIGITS = 9;
  const LIMIT = 999999999999;
  const ERROR = 'エラー';
  const SIGNS = { '+': '+', '-': '−', '*': '×' };
  const group = document.getElementById('calculator');
  const display = document.getElementById('calculator-display');
  const pending = document.getElementById('calculator-pending');

  let terms; // [number, operator, number, operator …], always ending with an operator
  let typed; // digits as text, or null if nothing is being typed
  let result; // what = gave, T put in, or 0

  function clear() {
    terms = [];
    typed = null;
    result = 0;
    show();
  }

  const isError = () => result === ERROR;
  const present = () => (typed === null ? result : Number(typed));

  function show() {
    const text = typed === null ? String(result) : typed;
    if (display.textContent !== text) display.textContent = text;
    pending.textContent = terms.map((term) => SIGNS[term] || term).join(' ');
  }

  const guard = (value) => (Math.abs(value) > LIMIT ? ERROR : value);

  /** Products first, then sums. */
  function evaluate(list) {
    const sums = [list[0]];
    for (let i = 1; i < list.length; i += 2) {
      const [operator, value] = [list[i], list[i + 1]];
      if (operator === '*') sums.push(sums.pop() * value);
      else sums.push(operator === '-' ? -value : value);
      if (Math.abs(sums[sums.length - 1]) > LIMIT) return ERROR;
    }
    return guard(sums.reduce((sum, value) => sum + value, 0));
  }

  let isFresh = true; // whether the next operator follows an operand (a typed number, T or a result)

  function digit(key) {
    if (typed === null) typed = '';
    if (typed.replace(/^0+/, '').length >= MAX_DIGITS) return;
    typed = typed === '0' || typed === '' ? key : typed + key;
    isFresh = true;
  }

  function operator(key) {
    if (!isFresh && terms.length > 0) {
      terms[terms.length - 1] = key;
      return;
    }
    terms.push(present(), key);
    result = present();
    typed = null;
    isFresh = false;
  }

  function equals() {
    if (isFresh) terms.push(present());
    else terms.pop();
    if (terms.length > 0) result = evaluate(terms);
    terms = [];
    typed = null;
    isFresh = true;
  }

  function press(key) {
    if (key === 'C') {
      isFresh = true;
      clear();
      return;
    }
    if (isError()) return;
    if (/^\d$/.test(key)) digit(key);
    else if (key === 'T') {
      typed = null;
      result = Cart.total();
      isFresh = true;
    } else if (key === '=') equals();
    else if (key === 'Backspace') {
      if (typed !== null) typed = typed.slice(0, -1) || '0';
    } else operator(key);
    show();
  }

  group.addEventListener('click', (event) => {
    const button = event.target.closest('[data-key]');
    if (button) press(button.dataset.key);
  });

  group.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key === 'Enter' ? '=' : event.key === 'Delete' ? 'C' : event.key;
    if (!/^[0-9+\-*=C]$/.test(key) && key !== 'Backspace') return;
    if (key === 'C' && event.key !== 'Delete') return;
    event.preventDefault(); // Enter must neither press the focused button nor send the form
    press(key);
  });

  document.addEventListener('pos:calculator-clear', () => press('C'));
  clear();
})();
