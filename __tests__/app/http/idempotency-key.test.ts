import type { Context } from 'koa';
import { readIdempotencyKey } from '../../../app/http/idempotency-key';

function read(...values: string[]): string | null {
  const headersDistinct = values.length > 0 ? { 'idempotency-key': values } : {};
  return readIdempotencyKey({ req: { headersDistinct } } as unknown as Context);
}

describe('Idempotency-Key', () => {
  test.each([
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['a/b+c=', 'a/b+c='],
    ['"two words, quoted; \\"so\\""', 'two words, quoted; "so"'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('is accepted: %s', (value, key) => {
    expect(read(value)).toBe(key);
  });

  test('is null if the request does not contain the header field', () => {
    expect(read()).toBeNull();
  });

  test('is rejected if it is shorter than the minimum length of the route', () => {
    const ofLength = (length: number) =>
      readIdempotencyKey(
        { req: { headersDistinct: { 'idempotency-key': ['x'.repeat(length)] } } } as unknown as Context,
        16,
      );
    expect(ofLength(16)).toBe('x'.repeat(16));
    expect(() => ofLength(15)).toThrow(/a single string of 16 to 255 ASCII characters/);
  });

  test.each([
    ['an empty key', ['']],
    ['an empty string', ['""']],
    ['two header fields', ['a', 'b']],
    ['a list', ['a, b']],
    ['parameters', ['a;b=c']],
    ['a string without a closing quote', ['"a']],
    ['text before a string', ['a"b"']],
    ['text after a string', ['"a"b']],
    ['an unquoted key with a space', ['a b']],
    ['a letter that is not ASCII', ['caf\u00e9']],
    ['256 characters', ['x'.repeat(256)]],
  ])('is rejected with 400 for %s', (_title, values) => {
    expect(() => read(...values)).toThrow(expect.objectContaining({ status: 400 }));
  });
});
