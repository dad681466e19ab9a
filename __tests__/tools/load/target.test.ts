import { targetOf } from '../../../tools/load/target';

const dev = { environment: 'dev', addresses: ['http://192.0.2.1:5000', 'http://192.0.2.2:5000'] };
const prod = { environment: 'prod', addresses: ['https://www.example.com'] };

describe('Target of npm run load', () => {
  test.each([
    [dev, undefined, 'http://192.0.2.1:5000/'],
    [dev, '/entries?limit=5', 'http://192.0.2.1:5000/entries?limit=5'],
    [dev, 'http://192.0.2.2:5000/entries', 'http://192.0.2.2:5000/entries'],
    [prod, 'https://www.example.com', 'https://www.example.com/'],
    [prod, 'https://WWW.example.com:443/', 'https://www.example.com/'],
  ])('of %j is, for the argument %s, %s', (own, requested, expected) => {
    expect(targetOf(own, requested)).toBe(expected);
  });

  test.each([
    'https://example.com',
    'http://www.example.com',
    'https://www.example.com:8443',
    'https://www.example.com.evil.example',
    'https://www.example.com@evil.example/',
    'file:///etc/passwd',
  ])('is rejected if it is the foreign address %s', (requested) => {
    expect(() => targetOf(prod, requested)).toThrow(
      /is not an address of prod, so no load was sent\. Addresses of prod: https:\/\/www\.example\.com\./,
    );
  });

  test.each(['//evil.example/', 'www.example.com', ''])(
    'is rejected if it is neither a path nor a URL: "%s"',
    (requested) => {
      expect(() => targetOf(prod, requested)).toThrow(
        /is neither a path, such as \/entries, nor a URL\. Addresses of prod: /,
      );
    },
  );

  test('is rejected if no task is running', () => {
    expect(() => targetOf({ environment: 'dev', addresses: [] })).toThrow(/No task of dev is running/);
  });
});
