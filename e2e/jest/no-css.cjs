// What a stylesheet is in a jsdom test: nothing. esbuild writes the real one in the build.
module.exports = {};
