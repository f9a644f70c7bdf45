// A lesson's quiz: judges an answer in place, explains it, counts, and does the wrong ones again.
// Kept for the page: {answers: [[key, [letter, ...]], ...]}. A key changes with the question's text, so an answer to what was
// asked before is dropped. Which letters are right stands in the page, never in what is kept.
(() => {
  const { store } = window.jiangyi;
  const place = `quiz:${document.documentElement.dataset.path}`;
  const questions = Array.from(document.querySelectorAll('.quiz-question'), read);
  const sets = Array.from(document.querySelectorAll('.quiz-set'));

  function read(item) {
    return {
      item,
      set: item.closest('.quiz-set'),
      inputs: Array.from(item.querySelectorAll('input')),
      button: item.querySelector('.quiz-check button'),
      verdict: item.querySelector('.verdict'),
      details: item.querySelector('.answer'),
      right: null,
    };
  }

  // Whatever was kept: answers to questions that this page asks, of letters that they offer.
  function clean(kept) {
    const found = new Map(kept && Array.isArray(kept.answers) ? kept.answers.filter(Array.isArray) : []);
    const answers = [];
    questions.forEach(({ item, inputs }) => {
      const letters = found.get(item.dataset.key);
      if (!Array.isArray(letters)) return;
      const chosen = inputs.map((input) => input.value).filter((letter) => letters.includes(letter));
      if (chosen.length) answers.push([item.dataset.key, chosen]);
    });
    return { answers };
  }

  // `letters` were answered, or nothing yet.
  function show(question, letters) {
    const { item, set, inputs, button, verdict } = question;
    const done = Boolean(letters);
    question.right = done ? inputs.every((input) => letters.includes(input.value) === ('right' in input.dataset)) : null;
    inputs.forEach((input) => {
      if (done) input.checked = letters.includes(input.value);
      input.disabled = done;
      const label = input.closest('label');
      delete label.dataset.mark;
      if (done && 'right' in input.dataset) label.dataset.mark = set.dataset.markRight;
      else if (done && input.checked) label.dataset.mark = set.dataset.markWrong;
    });
    item.classList.toggle('quiz-right', question.right === true);
    item.classList.toggle('quiz-wrong', question.right === false);
    button.textContent = done ? set.dataset.redo : set.dataset.check;
    const words = question.right ? set.dataset.right : set.dataset.wrong.replace('{answer}', () => item.dataset.answer);
    const says = done ? words : '';
    if (verdict.textContent !== says) verdict.textContent = says;
  }

  function render(kept) {
    const answers = new Map(kept.answers);
    questions.forEach((question) => {
      const letters = answers.get(question.item.dataset.key);
      // An answer that is being chosen stays.
      if (letters || question.right !== null) show(question, letters);
    });
    sets.forEach(count);
  }

  function count(set) {
    const own = questions.filter((question) => question.set === set);
    const done = own.filter((question) => question.right !== null).length;
    const right = own.filter((question) => question.right).length;
    const score = set.querySelector('[data-score]');
    const says = score.dataset.score.replace('{done}', done).replace('{right}', right).replace('{count}', own.length);
    if (score.textContent !== says) score.textContent = says;
    set.querySelector('[data-again="wrong"]').disabled = done === right;
    set.querySelector('[data-again="shown"]').disabled = own.every((question) => !question.item.hidden);
    set.querySelector('[data-again="all"]').disabled = !done;
  }

  function keep(edit) {
    render(store.change(place, clean, edit));
  }

  function forget(again) {
    const keys = again.map((question) => question.item.dataset.key);
    keep((kept) => { kept.answers = kept.answers.filter(([key]) => !keys.includes(key)); });
    again.forEach((question) => {
      question.inputs.forEach((input) => { input.checked = false; });
      question.details.open = false;
    });
  }

  function check(question) {
    if (question.right !== null) {
      forget([question]);
      question.inputs[0].focus();
      return;
    }
    const letters = question.inputs.filter((input) => input.checked).map((input) => input.value);
    if (!letters.length) {
      question.verdict.textContent = question.set.dataset.first;
      return;
    }
    keep((kept) => { kept.answers.push([question.item.dataset.key, letters]); });
    question.details.open = true;
  }

  function again(set, which) {
    const own = questions.filter((question) => question.set === set);
    const chosen = which === 'wrong' ? own.filter((question) => question.right === false) : own;
    own.forEach((question) => { question.item.hidden = !chosen.includes(question); });
    if (which !== 'shown') forget(chosen);
    else count(set);
    chosen[0].inputs.concat(chosen[0].button).find((control) => !control.disabled).focus();
  }

  questions.forEach((question) => question.button.addEventListener('click', () => check(question)));
  sets.forEach((set) => set.addEventListener('click', (event) => {
    const button = event.target.closest('[data-again]');
    if (button) again(set, button.dataset.again);
  }));
  const renew = () => render(store.read(place, clean));
  store.watch(renew);
  renew();
})();
