import { checkTarget, parseTarget, targetOf } from '../../../tools/load/target';

const dev = { environment: 'dev', addresses: ['http://192.0.2.1:5000', 'http://192.0.2.2:5000'] };
const prod = { environment: 'prod', addresses: ['https://www.example.com'] };

describe('Target of npm run load', () => {
  test.each([
    ['/entries?limit=5', 'http://192.0.2.1:5000/entries?limit=5', dev],
    ['http://192.0.2.2:5000/entries', 'http://192.0.2.2:5000/entries', dev],
    ['https://www.example.com', 'https://www.example.com/', prod],
    ['https://WWW.example.com:443/', 'https://www.example.com/', prod],
  ])('is, for the argument %s, the URL %s', (requested, expected, own) => {
    expect(targetOf(own, requested)).toBe(expected);
  });

  test('is the first address of the environment if there is no argument', () => {
    expect(targetOf(dev, undefined)).toBe('http://192.0.2.1:5000/');
  });

  test.each([
    'https://example.com',
    'http://www.example.com',
    'https://www.example.com:8443',
    'https://www.example.com.evil.example',
    'https://www.example.com@evil.example/',
  ])('is rejected if it is %s, which is not an address of the environment', (requested) => {
    expect(() => targetOf(prod, requested)).toThrow(
      /is not an address of prod, so no load was sent\. Addresses of prod: https:\/\/www\.example\.com\./,
    );
  });

  test.each([
    '//evil.example/',
    'www.example.com',
    'entries',
    '',
    'file:///etc/passwd',
    'http://',
    'http:///x',
    'https://a b/',
  ])('is rejected on the command line if it is neither a path nor a URL: "%s"', (text) => {
    expect(() => parseTarget(text)).toThrow(/^Use a path, such as \/entries, or a URL of the environment, such as /);
  });

  test.each(['/', '/entries?limit=5', 'http://192.0.2.2:5000/entries', 'HTTPS://www.example.com'])(
    'is accepted on the command line if it is a path or a URL: %s',
    (text) => expect(parseTarget(text)).toBe(text),
  );

  const [loadBalancer, cdn] = [
    `http://\${aws_lb.load_balancer.dns_name}`,
    `https://\${aws_cloudfront_distribution.cdn.domain_name}`,
  ];
  test.each([
    ['the IP address of a task', undefined, 'http://192.0.2.1:5000/', 'http://localhost:5000/'],
    [
      'the name of a load balancer',
      loadBalancer,
      'http://a-1.eu-central-1.elb.amazonaws.com/',
      'http://192.0.2.1:5000/',
    ],
    ['a domain name of CloudFront', cdn, 'https://d1.cloudfront.net/', 'https://example.com/'],
    ['https://www.example.com', 'https://www.example.com', 'https://www.example.com/entries', 'https://example.com/'],
  ])('is rejected before the addresses are known if it cannot be %s', (own, applicationUrl, possible, foreign) => {
    expect(() => checkTarget('dev', applicationUrl, possible)).not.toThrow();
    expect(() => checkTarget('dev', applicationUrl, '/entries')).not.toThrow();
    expect(() => checkTarget('dev', applicationUrl)).not.toThrow();
    expect(() => checkTarget('dev', applicationUrl, foreign)).toThrow(
      `${new URL(foreign).origin} is not an address of dev, so no load was sent. The address of dev is ${own}. Use only a path, such as /entries.`,
    );
  });

  test('is rejected if no task is running', () => {
    expect(() => targetOf({ environment: 'dev', addresses: [] })).toThrow(/No task of dev is running/);
  });
});
