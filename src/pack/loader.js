// In a page that was packed into one file: what load.js would fetch is in the page already.
(() => {
  const { jiangyi } = window;
  const held = [...document.querySelectorAll('[data-packed]')];
  jiangyi.load = (names) => {
    for (const data of held.filter(({ dataset }) => names.includes(dataset.name))) {
      held.splice(held.indexOf(data), 1);
      const tag = document.createElement(data.dataset.packed);
      tag.textContent = data.textContent;
      document.head.append(tag);
    }
    return Promise.resolve(jiangyi.later);
  };
})();
