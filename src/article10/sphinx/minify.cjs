// node minify.cjs NODE_MODULES FOLDER: make every script below the folder as short as it can be.
const fs = require("node:fs");
const [packages, folder] = process.argv.slice(2);
const { minify } = require(`${packages}/terser`);

(async () => {
  for (const name of fs.readdirSync(folder, { recursive: true })) {
    if (!name.endsWith(".js")) continue;
    const path = `${folder}/${name}`;
    const { code } = await minify(fs.readFileSync(path, "utf8"));
    fs.writeFileSync(path, code);
  }
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
