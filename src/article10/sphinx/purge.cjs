// node purge.cjs NODE_MODULES SITE: drop from the site's style sheets what no page or script mentions.
const fs = require("node:fs");
const [packages, site] = process.argv.slice(2);
const { PurgeCSS } = require(`${packages}/purgecss`);

new PurgeCSS()
  .purge({
    content: [`${site}/**/*.html`, `${site}/_static/**/*.js`],
    skippedContentGlobs: [`${site}/lite/**`],
    css: [`${site}/_static/*.css`, `${site}/_static/styles/*.css`],
    // Set by the theme's scripts, or by the browser.
    dynamicAttributes: ["aria-expanded", "aria-selected", "data-mode", "data-theme", "open"],
  })
  .then((sheets) => {
    for (const { file, css } of sheets) fs.writeFileSync(file, css);
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
