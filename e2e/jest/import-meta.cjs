/**
 * Babel plugin for tests: jest runs our modules as CommonJS, which has no `import.meta`.
 * `import.meta.url`, `.dirname` and `.filename` are all that the code uses.
 */
const replacements = {
	url: "require('node:url').pathToFileURL(__filename).href",
	dirname: '__dirname',
	filename: '__filename',
};

module.exports = ({ template }) => ({
	visitor: {
		MetaProperty(path) {
			const property = path.parentPath.isMemberExpression() && path.parent.property.name;
			const replacement = replacements[property];
			if (!replacement) {
				throw path.buildCodeFrameError('Tests know import.meta.url, .dirname and .filename only.');
			}
			path.parentPath.replaceWith(template.expression.ast(replacement));
		},
	},
});
