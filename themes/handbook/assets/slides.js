// Cuts a lesson into screens: jiangyi.cut(main, stage) puts them into `stage` and gives back
//   [{screen, title, from, notes, answer}]   the element, its words, the part of the page it begins with, the numbers of its
//                                            speaker's notes on the page, and what the next key shows, if anything
// One section is one screen. What does not fit goes on at its level-3 headings, its questions, or where the screen is full. A
// screen that still does not fit is made smaller as a whole: nothing is ever cut off, least of all a table.
(() => {
  // What may be taken apart, and what begins a screen of its own where a section needs several.
  const OPEN = '.text, .points, .steps, .question, .quiz-set, .quiz, .sheet, .text > ul, .text > ol';
  const FIRST = '.text > h3, .question, .quiz-question';
  const NOT_SHOWN = '.more, .needs-js, video, script, .choice > input';

  /** The smallest parts of a section in their order, each with the boxes it stands in. */
  function parts(section) {
    const found = [];
    const walk = (node, boxes) => {
      if (node.matches(NOT_SHOWN)) return;
      if (node.matches('aside.note')) found.push({ node, boxes, note: true });
      else if (node.matches(OPEN)) [...node.children].forEach((child) => walk(child, [...boxes, node]));
      else found.push({ node, boxes });
    };
    [...section.children].forEach((child) => { if (!child.matches('h2')) walk(child, []); });
    return found;
  }

  function bare(node, deep) {
    const copy = node.cloneNode(deep);
    [copy, ...copy.querySelectorAll('*')].forEach((element) => {
      ['id', 'hidden', 'for', 'name', 'data-mark', 'aria-labelledby'].forEach((name) => element.removeAttribute(name));
      element.classList.remove('quiz-right', 'quiz-wrong');
      if (element.matches('img')) element.loading = 'eager';
      if (element.matches('input')) element.disabled = true;
    });
    copy.querySelectorAll(NOT_SHOWN).forEach((element) => element.remove());
    return copy;
  }

  function Screen(stage, section, from) {
    const screen = document.createElement('section');
    const fit = document.createElement('div');
    screen.className = 'screen';
    fit.className = `fit ${section ? section.className : 'title'}`;
    screen.append(fit);
    stage.append(screen);
    const own = section && section.querySelector('h2');
    if (own) fit.append(bare(own, true));
    return { screen, fit, from, boxes: new Map(), size: 0, notes: [], answer: null, title: own ? own.textContent : '' };
  }

  /** Puts a part into a screen, inside copies of the boxes it stood in; gives back what undoes it. */
  function put(slide, { node, boxes }) {
    let into = slide.fit;
    let made = null;
    boxes.forEach((box) => {
      let copy = slide.boxes.get(box);
      if (!copy) {
        copy = bare(box, false);
        if (box.matches('ol') && node.parentElement === box) copy.start = [...box.children].indexOf(node) + (box.start || 1);
        slide.boxes.set(box, copy);
        into.append(copy);
        made = made || { copy, box };
      }
      into = copy;
    });
    const copy = bare(node, true);
    into.append(copy);
    slide.size += 1;
    return () => {
      copy.remove();
      slide.size -= 1;
      if (!made) return;
      made.copy.remove();
      boxes.slice(boxes.indexOf(made.box)).forEach((box) => slide.boxes.delete(box));
    };
  }

  const fits = ({ screen, fit }) =>
    fit.scrollHeight <= screen.clientHeight && fit.scrollWidth <= screen.clientWidth;

  /** Makes a screen smaller until all of it is seen. */
  function shrink({ screen, fit }) {
    for (let scale = 1; scale > 0.2; scale -= 0.05) {
      fit.style.width = `${screen.clientWidth / scale}px`;
      fit.style.transform = `scale(${scale})`;
      if (fit.scrollHeight * scale <= screen.clientHeight + 1 && fit.scrollWidth * scale <= screen.clientWidth + 1) return;
    }
  }

  function cutSection(stage, section, noteNumber) {
    const all = parts(section);
    const slides = [Screen(stage, section, section)];
    const last = () => slides[slides.length - 1];
    const quiz = section.matches('.section-quiz');
    const shown = all.filter((part) => !part.note);
    shown.forEach((part) => put(slides[0], part));
    if (!quiz && fits(slides[0])) {
      slides[0].notes = all.filter((part) => part.note).map((part) => noteNumber(part.node));
      return slides;
    }
    slides[0].screen.remove();
    slides[0] = Screen(stage, section, section);
    let kept = [];
    const go = (part) => { slides.push(Screen(stage, section, part.node)); };
    all.forEach((part) => {
      if (part.note) {
        last().notes.push(noteNumber(part.node));
        return;
      }
      // A heading goes where the text below it goes.
      if (part.node.matches('h3, h4, h5, h6, legend')) {
        if (part.node.matches('h3') && last().size) go(part);
        kept.push({ part, undo: put(last(), part) });
        return;
      }
      if (part.node.matches(FIRST) && last().size > kept.length) go(part);
      const undo = put(last(), part);
      if (!fits(last()) && last().size > kept.length + 1) {
        undo();
        kept.reverse().forEach((heading) => heading.undo());
        go(part);
        kept.reverse().forEach((heading) => put(last(), heading.part));
        put(last(), part);
      }
      kept = [];
    });
    return slides;
  }

  function cut(main, stage) {
    stage.textContent = '';
    const notes = [...main.querySelectorAll('aside.note')];
    const title = Screen(stage, null, main);
    main.querySelectorAll('.title > :is(h1, .lead, .meta)').forEach((node) => title.fit.append(bare(node, true)));
    title.title = main.querySelector('h1').textContent;
    const sections = [...main.querySelectorAll('.body > .section')].filter((section) => section.children.length);
    const slides = [title, ...[].concat(...sections.map((section) => cutSection(stage, section, (note) => notes.indexOf(note))))];
    slides.forEach((slide) => {
      slide.answer = slide.fit.querySelector('.quiz-question .answer');
      if (slide.answer) slide.answer.open = true;
      shrink(slide);
      if (slide.answer) slide.answer.classList.add('unseen');
    });
    return slides.filter((slide) => slide === title || slide.size || slide.title);
  }

  window.jiangyi.cut = cut;
})();
