import type { Context } from 'koa';
import { acceptedFormat } from '../../../app/http/negotiation';
import { type RawRequest, send } from '../../support/http/raw-http';
import { startApp, type TestApp } from '../../support/http/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const html = 'text/html; charset=utf-8';
const json = 'application/json; charset=utf-8';
const problem = 'application/problem+json';

const valid = { json: '{"username":"zoe","digits":"00000001"}', form: 'username=zoe&digits=00000001' };
const jsonType = ['Content-Type', 'application/json'] as const;
const formType = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

function get(accept: string | null, target = '/'): RawRequest {
  return { target, headers: accept === null ? [] : [['Accept', accept]] };
}

describe('Content negotiation', () => {
  test('caches the format for a new Accept header, even after many requests with other headers', () => {
    const accepts = jest.fn(() => 'html');
    const negotiate = (accept: string) =>
      acceptedFormat({ method: 'GET', req: { headers: { accept } }, accepts } as unknown as Context);
    for (let n = 0; n < 1_000; n += 1) negotiate(`text/html;q=0.${n}1`);
    for (let n = 0; n < 10; n += 1) expect(negotiate('text/html, text/plain')).toBe('html');
    expect(accepts).toHaveBeenCalledTimes(1_001);
  });

  describe('for a GET', () => {
    test.each([
      ['HTML if there is no Accept', null, html],
      ['HTML if Accept is empty', '', html],
      ['HTML if Accept allows any type', '*/*', html],
      ['HTML if Accept is "*", which old Java programs send', '*; q=.2', html],
      ['JSON if Accept lists JSON and "*", which old Java programs send', 'application/json, *; q=.2', json],
      ['HTML for the Accept of a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', html],
      ['JSON if Accept lists JSON', 'application/json', json],
      ['JSON if Accept lists JSON and any type', 'application/json, text/plain, */*', json],
      ['JSON if Accept allows any application type', 'application/*', json],
      ['JSON if Accept lists HTML with a lower weight', 'text/html;q=0.5, application/json;q=0.9', json],
      ['JSON if Accept excludes HTML', 'text/html;q=0, */*', json],
      ['JSON if Accept lists JSON with a charset', 'application/json; charset=utf-8', json],
      ['HTML if Accept contains only commas', ', ,,', html],
      ['JSON if Accept lists JSON with separators in quotes', 'application/json;profile="a;b,text/html;q=1"', json],
      [
        'JSON if Accept lists JSON with an escaped quote',
        'application/json;profile="a\\";q=0,", text/html;q=0.5',
        json,
      ],
      ['HTML if a quote in Accept is not closed', 'text/html;x="application/json', html],
      ['JSON if Accept lists JSON in capitals', 'APPLICATION/JSON', json],
      ['HTML if Accept lists HTML before JSON with the same weight', 'text/html, application/json', html],
    ])('returns %s', async (_title, accept, type) => {
      for (const target of ['/', '/entries']) {
        const response = await send(app.port, get(accept, target));
        expect([response.status, response.headers['content-type']]).toEqual([200, type]);
      }
    });

    test('returns HTML even if the request has a JSON body', async () => {
      const { headers } = await send(app.port, { headers: [jsonType], body: valid.json });
      expect(headers['content-type']).toBe(html);
    });

    test.each(['image/png', 'application/xml', '*/*;q=0', 'nonsense'])(
      'returns 406 with an HTML page for the Accept header %s',
      async (accept) => {
        for (const target of ['/', '/entries']) {
          const response = await send(app.port, get(accept, target));
          expect([response.status, response.headers['content-type']]).toEqual([406, html]);
        }
      },
    );
  });

  describe('for a POST', () => {
    test.each([
      ['JSON for a JSON body without Accept', jsonType, valid.json, null, 201],
      ['JSON for a JSON body if Accept allows any type', jsonType, valid.json, '*/*', 201],
      ['JSON for a JSON body if Accept lists no supported type', jsonType, valid.json, 'image/png', 201],
      ['a redirect to HTML for a JSON body if Accept lists HTML', jsonType, valid.json, 'text/html', 303],
      ['a redirect to HTML for a form without Accept', formType, valid.form, null, 303],
      ['a redirect to HTML for a form if Accept lists no supported type', formType, valid.form, 'image/png', 303],
      ['JSON for a form if Accept lists JSON', formType, valid.form, 'application/json', 201],
    ])('returns %s', async (_title, type, body, accept, status) => {
      const headers = [type, ...(accept === null ? [] : [['Accept', accept] as const])];
      const response = await send(app.port, { method: 'POST', headers, body });
      expect(response.status).toBe(status);
    });

    test.each([
      ['problem details for malformed JSON', [jsonType], '{', problem],
      ['an HTML page for a malformed form', [formType], 'a=%zz', html],
      ['an HTML page for a body of an unsupported type', [['Content-Type', 'text/plain']], 'a', html],
      [
        'problem details for JSON in another charset',
        [['Content-Type', 'application/json; charset=latin1']],
        '{}',
        problem,
      ],
      ['an HTML page for the type JSON without a body', [jsonType], undefined, html],
    ] as const)('returns %s', async (_title, headers, body, type) => {
      const response = await send(app.port, { method: 'POST', headers, ...(body !== undefined && { body }) });
      expect(response.headers['content-type']).toBe(type);
    });
  });

  describe('for an error', () => {
    test.each([
      ['/nowhere', null, html],
      ['/nowhere', 'application/json', problem],
      ['/nowhere', 'image/png', html],
      ['/entries?limit=0', 'application/json', problem],
      ['/entries?limit=0', '*/*', html],
      ['/nowhere', 'application/problem+json', problem],
      ['/entries', 'application/problem+json', problem],
      ['/entries', 'application/problem+json; charset=utf-8', problem],
      ['/nowhere', 'application/problem+json; charset=utf-8', problem],
      ['/nowhere', 'text/html, application/problem+json', html],
    ])('if the Accept header of GET %s is %j, returns the type %s', async (target, accept, type) => {
      const response = await send(app.port, get(accept, target));
      expect(response.headers['content-type']).toBe(type);
    });

    test('returns problem details with type, title, status and detail', async () => {
      const response = await send(app.port, get('application/json', '/nowhere'));
      expect(JSON.parse(response.body)).toEqual({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: 'Page not found. Check the address.',
      });
    });
  });

  test('returns problem details for an invalid form if the client accepts nothing else', async () => {
    const headers = [formType, ['Accept', 'application/problem+json']] as const;
    const response = await send(app.port, { method: 'POST', headers, body: 'digits=1' });
    expect([response.status, response.headers['content-type']]).toEqual([422, problem]);
  });

  test.each(['/health', '/ready'])('returns JSON for %s, even if the client accepts only HTML', async (target) => {
    const response = await send(app.port, get('text/html', target));
    expect([response.status, response.headers['content-type']]).toEqual([200, json]);
  });

  test('returns an error of /ready in the format that the client accepts', async () => {
    app.store.isDown = true;
    const page = await send(app.port, get(null, '/ready'));
    const details = await send(app.port, get('application/json', '/ready'));
    app.store.isDown = false;
    expect([page.status, page.headers['content-type']]).toEqual([503, html]);
    expect([details.status, details.headers['content-type']]).toEqual([503, problem]);
  });
});
