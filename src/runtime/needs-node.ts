/** What `regnet/runtime` is to a bundler for browsers, whose error then names this file. */
export default null;
throw new Error("regnet/runtime reads files and needs Node: in a browser, import from regnet/layers");
