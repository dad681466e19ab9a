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
  ])('reads %s', (value, key) => {
    expect(read(value)).toBe(key);
  });

  test('is null for a request without one', () => {
    expect(read()).toBeNull();
  });

  test.each([
    ['an empty one', ['']],
    ['an empty string', ['""']],
    ['two', ['a', 'b']],
    ['a list', ['a, b']],
    ['parameters', ['a;b=c']],
    ['an open string', ['"a']],
    ['a bare one with a space', ['a b']],
    ['a letter that is not ASCII', ['caf\u00e9']],
    ['256 characters', ['x'.repeat(256)]],
  ])('refuses %s with 400', (_title, values) => {
    expect(() => read(...values)).toThrow(expect.objectContaining({ status: 400 }));
  });
});
