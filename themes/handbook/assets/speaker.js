// The projector view: keys and clickers, the place in the address, and the speaker's notes in a second window.
// #slides=3 shows the third screen; #notes, in a window of its own, the notes to the screen that the first window shows. The two
// talk by a channel, by storage where there is none, and by messages where files are opened from a folder. What they hear is
// numbers only and is never used as markup.
(() => {
  const root = document.documentElement;
  const main = document.getElementById('_main');
  const channelName = `${window.jiangyi.place}slides:${location.pathname}`;
  const words = window.jiangyi.later.words.deck;
  const here = deck();
  const part = (name) => here.querySelector(`[data-part="${name}"]`);
  const isNotes = location.hash === '#notes';
  let slides = [];
  let at = 0;
  let other = isNotes ? window.opener : null;
  let channel = null;

  // What the screens stand in, with its buttons.
  function deck() {
    const element = (name, attributes, ...children) => {
      const made = document.createElement(name);
      Object.keys(attributes).forEach((key) => made.setAttribute(key, attributes[key]));
      made.append(...children);
      return made;
    };
    const button = (name) => element('button', { class: 'button', type: 'button', 'data-part': name }, words[name]);
    return element('div', { class: 'deck', role: 'region', 'aria-label': words.open },
      element('div', { 'data-part': 'stage', tabindex: '-1', 'aria-live': 'polite' }),
      element('div', { class: 'deck-bar' }, element('span', { 'data-part': 'place' }), ...['back', 'on', 'notes', 'full', 'leave'].map(button)));
  }

  // --- the two windows

  function send(words) {
    const message = Object.assign({ id: Math.random() }, words);
    if (channel) channel.postMessage(message);
    else {
      try {
        localStorage.setItem(channelName, JSON.stringify(message));
        localStorage.removeItem(channelName);
      } catch (error) { /* messages between the windows remain */ }
    }
    if (other) other.postMessage({ [channelName]: message }, '*');
  }

  function listen(take) {
    // What comes on two ways is heard once.
    let heard = 0;
    const hear = (message) => {
      if (!message || message.id === heard) return;
      heard = message.id;
      take(message);
    };
    try {
      channel = new BroadcastChannel(channelName);
      channel.onmessage = (event) => hear(event.data);
    } catch (error) {
      window.addEventListener('storage', (event) => {
        if (event.key !== channelName || !event.newValue) return;
        try { hear(JSON.parse(event.newValue)); } catch (wrong) { /* not ours */ }
      });
    }
    window.addEventListener('message', (event) => {
      if (event.source && event.source === other && event.data) hear(event.data[channelName]);
    });
  }

  const isCount = (value) => Number.isInteger(value) && value >= 0 && value < 100000;

  // --- the screens

  function tell() {
    const { notes, title } = slides[at];
    const next = slides[at + 1];
    send({ at, count: slides.length, notes, title, next: next ? next.title : '' });
  }

  function show(to, seen) {
    const before = slides[at];
    at = Math.min(Math.max(to, 0), slides.length - 1);
    const { screen, answer } = slides[at];
    if (before) before.screen.classList.remove('now');
    screen.classList.add('now');
    if (answer) answer.classList.toggle('unseen', !seen);
    part('place').textContent = `${at + 1} / ${slides.length}`;
    part('back').disabled = at === 0;
    part('on').disabled = at === slides.length - 1 && !(answer && !seen);
    const hash = `#slides=${at + 1}`;
    if (location.hash !== hash) location.replace(hash);
    tell();
  }

  function on() {
    const { answer } = slides[at];
    if (answer && answer.classList.contains('unseen')) show(at, true);
    else if (at + 1 < slides.length) show(at + 1, false);
  }

  function back() {
    const { answer } = slides[at];
    if (answer && !answer.classList.contains('unseen')) show(at, false);
    else if (at > 0) show(at - 1, true);
  }

  function openNotes() {
    // The handle is kept: files opened from a folder have no other way to talk.
    other = window.open(`${location.href.split('#')[0]}#notes`, 'jiangyi-notes', 'width=640,height=720') || other;
  }

  function leave() {
    if (root.dataset.slides === undefined) return;
    const { from } = slides[at];
    delete root.dataset.slides;
    here.remove();
    if (document.fullscreenElement) document.exitFullscreen();
    if (/^#slides/.test(location.hash)) location.replace('#_main');
    (from.matches('.section') ? from.querySelector('h2') || from : from).scrollIntoView();
    document.getElementById('_slides').focus({ preventScroll: true });
  }

  function lay(from) {
    slides = window.jiangyi.cut(main, part('stage'));
    const same = slides.findIndex((slide) => slide.from === from);
    return same < 0 ? at : same;
  }

  function enter() {
    const asked = /^#slides(?:=(\d{1,5}))?$/.exec(location.hash);
    if (!asked) return leave();
    if (root.dataset.slides === undefined) {
      root.dataset.slides = '';
      document.body.append(here);
      at = 0;
      lay(null);
      part('stage').focus();
    } else if (!asked[1] || Number(asked[1]) === at + 1) return undefined;
    return show(asked[1] ? asked[1] - 1 : 0, false);
  }

  // --- the speaker's window

  function note(message) {
    if (!isCount(message.at) || !isCount(message.count) || !Array.isArray(message.notes)) return;
    const all = main.querySelectorAll('aside.note');
    const stage = part('stage');
    const line = (tag, text) => {
      const element = document.createElement(tag);
      element.textContent = String(text || '');
      return element;
    };
    stage.textContent = '';
    stage.append(line('h1', message.title));
    const found = message.notes.filter((number) => isCount(number) && all[number]);
    found.forEach((number) => {
      const copy = all[number].cloneNode(true);
      copy.hidden = false;
      stage.append(copy);
    });
    if (!found.length) stage.append(line('p', words.no_notes));
    if (message.next) stage.append(line('p', words.next + message.next));
    part('place').textContent = `${message.at + 1} / ${message.count}`;
  }

  // --- keys and buttons

  const actions = isNotes
    ? { on: () => send({ go: 'on' }), back: () => send({ go: 'back' }), first: () => send({ go: 'first' }), last: () => send({ go: 'last' }), leave: () => window.close() }
    : {
      on,
      back,
      first: () => show(0, false),
      last: () => show(slides.length - 1, false),
      leave,
      notes: openNotes,
      dark: () => here.classList.toggle('dark'),
      full: () => {
        if (document.fullscreenElement) document.exitFullscreen();
        else if (here.requestFullscreen) root.requestFullscreen().catch(() => {});
      },
    };
  const KEYS = {
    ArrowRight: 'on', ArrowDown: 'on', PageDown: 'on', ' ': 'on', Enter: 'on', n: 'on',
    ArrowLeft: 'back', ArrowUp: 'back', PageUp: 'back', Backspace: 'back', p: 'back',
    Home: 'first', End: 'last', Escape: 'leave', b: 'dark', '.': 'dark', f: 'full', s: 'notes',
  };

  document.addEventListener('keydown', (event) => {
    if (root.dataset.slides === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    // A button or a link that has the focus does what it does.
    if ((event.key === ' ' || event.key === 'Enter') && event.target.closest('a, button, summary')) return;
    const action = actions[KEYS[event.key]];
    if (!action) return;
    event.preventDefault();
    action();
  });
  here.addEventListener('click', (event) => {
    const button = event.target.closest('[data-part]');
    if (button && actions[button.dataset.part]) actions[button.dataset.part]();
  });

  if (isNotes) {
    root.dataset.slides = 'notes';
    document.body.append(here);
    listen(note);
    send({ ask: true });
    return;
  }
  listen((message) => {
    if (root.dataset.slides === undefined) return;
    if (message.ask) tell();
    else if (['on', 'back', 'first', 'last'].includes(message.go)) actions[message.go]();
  });
  window.addEventListener('hashchange', enter);
  let waiting = 0;
  window.addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (root.dataset.slides === undefined) return;
      const { from } = slides[at];
      show(lay(from), false);
    }, 150);
  });
  enter();
})();
