import { createLogFormatter } from '../../../tools/local/app-log';

const format = createLogFormatter(false);

function line(fields: object): string {
  return format(JSON.stringify({ level: 'info', time: '2026-11-21T12:00:00.000Z', version: '1', ...fields }));
}

const request = { method: 'GET', path: '/', status: 200, durationMs: 3, requestId: 'abc', msg: 'request' };

describe('Log of a local run', () => {
  it('shows a successful request in one short line', () => {
    expect(line(request)).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: GET \/ 200 in 3 ms$/);
  });

  it('shows the error and the id of a request that failed', () => {
    const text = line({
      ...request,
      level: 'error',
      status: 500,
      err: { type: 'Error', message: 'broken', stack: 'at x' },
    });
    expect(text).toMatch(/ERROR: GET \/ 500 in 3 ms \(request abc\)[\s\S]*at x/);
  });

  it('shows all fields of a line that is not about a request', () => {
    expect(line({ msg: 'listening', port: 5000 })).toMatch(/INFO: listening \{"port":5000\}$/);
  });

  it('does not change lines that are not JSON', () => {
    expect(format('plain words')).toBe('plain words');
  });
});
