/** The texts that cdktf replaces: tokens, and numbers with an exponent, which may be tokens. */
const replaced = /TfToken\[|[-|\d.+]e[-|\d.eE+]/;
const maxDepth = 100;

class TooDeep extends Error {}

/**
 * Returns a faster replacement for cdktf's `resolve`, which takes a quarter of the CPU of the suites that synthesize stacks. cdktf creates a
 * context with the path for each key and each value. The replacement does so only for values that cdktf may change, and copies the others.
 * cdktf-cli.test.ts compares the result with that of cdktf. This file is JavaScript, because Jest does not transform runtimes.
 * @param resolve the function of cdktf
 * @param Token the class of cdktf
 */
module.exports = function createQuickResolve(resolve, Token) {
  const mapValues = new Set([Token.STRING_MAP_TOKEN_VALUE, Token.ANY_MAP_TOKEN_VALUE]);
  const isLiteralText = (text) => !replaced.test(text) && !mapValues.has(text);
  const isLiteral = (value) => {
    if (typeof value === 'string') return isLiteralText(value);
    // The numbers that cdktf uses as tokens are negative, so negative numbers are left to cdktf.
    return value == null || typeof value === 'boolean' || (typeof value === 'number' && value >= 0);
  };
  const isPlain = (value) =>
    typeof value === 'object' &&
    (Array.isArray(value)
      ? value.every((item) => typeof item === 'object' || isLiteral(item))
      : !(value instanceof Date) &&
        value.resolve === undefined &&
        value._children === undefined &&
        Object.keys(value).every(isLiteralText));

  return (root, options) => {
    const path = [];
    const copy = (value) => {
      if (isLiteral(value)) return value;
      if (!isPlain(value)) return resolve(value, { ...options, prefix: [...path] });
      if (path.length > maxDepth) throw new TooDeep();
      const copied = {};
      for (const key of Object.keys(value)) {
        path.push(key);
        const child = copy(value[key]);
        path.pop();
        if (child !== undefined) copied[key] = child;
      }
      return Array.isArray(value) ? Object.values(copied) : copied;
    };
    try {
      return copy(root);
    } catch (error) {
      // cdktf's own function reports why the value is so deep, for example because of a circular reference.
      if (error instanceof TooDeep) return resolve(root, options);
      throw error;
    }
  };
};
