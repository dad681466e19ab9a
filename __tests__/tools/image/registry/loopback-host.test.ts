import { isLoopback } from '../../../../tools/image/registry/loopback-host';

describe('isLoopback', () => {
  it.each([
    'localhost',
    'localhost:5000',
    'LOCALHOST:5000',
    '127.0.0.1',
    '127.0.0.1:5000',
    '127.255.255.254:80',
    '[::1]',
    '[::1]:5000',
  ])('accepts %s, so plain HTTP is allowed', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([
    '',
    'registry.example',
    'localhost.example:5000',
    'localhost-example',
    '127.0.0.1.example',
    '127.example:5000',
    '128.0.0.1',
    '10.0.0.1:5000',
    '0.0.0.0:5000',
    '[::2]:5000',
    '[::ffff:127.0.0.1]:5000',
    'localhost:5000@registry.example',
    'localhost/app',
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
  ])('rejects "%s", so HTTPS is required', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
