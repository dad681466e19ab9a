import { hostOf, urlOf } from '../../../tools/local/local-address';

describe('Address of a local run', () => {
  it.each([
    [undefined, 'http://localhost:5000'],
    ['127.0.0.1', 'http://localhost:5000'],
    ['0.0.0.0', 'http://localhost:5000'],
    ['::', 'http://localhost:5000'],
    ['192.0.2.7', 'http://192.0.2.7:5000'],
    ['fd00::7', 'http://[fd00::7]:5000'],
  ])('with LISTEN_HOST %s is %s', (listenHost, url) => {
    expect(urlOf({ host: hostOf(listenHost), port: 5000 })).toBe(url);
  });
});
