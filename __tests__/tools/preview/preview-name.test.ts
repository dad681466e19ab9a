import { previewName } from '../../../tools/preview/preview-name';

describe('previewName', () => {
  it.each([
    ['pr-42', 'previewpr42'],
    ['PR_42', 'previewpr42'],
    ['previewpr42', 'previewpr42'],
    ['123456789', 'preview123456789'],
  ])('returns, for %s, the name %s', (typed, name) => {
    expect(previewName(typed)).toBe(name);
  });

  it.each(['', 'preview', '---', 'feature-login', '1234567890'])(
    'rejects "%s", and the error contains the rule and an example',
    (typed) => {
      expect(() => previewName(typed)).toThrow(
        `"${typed}" cannot be the name of a preview. Use 1 to 9 letters and digits, such as pr-42.`,
      );
    },
  );
});
