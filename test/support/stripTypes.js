import { stripTypeScriptTypes } from "node:module";

/** Jest runs TypeScript as Node does: types become blanks, so lines and columns stay. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
