/** Set by the bundler to package.json's version. */
declare const __REGNET_VERSION__: string;
