import { parseReport } from '../../../tools/scan/checkov';

const failedCheck = {
  check_id: 'CKV_AWS_158',
  check_name: 'Log group is encrypted',
  resource: 'aws_cloudwatch_log_group.app[0]',
};

function report(passed: number, failed: readonly object[], errors = 0): string {
  return JSON.stringify({
    results: { failed_checks: failed },
    summary: { passed, failed: failed.length, parsing_errors: errors, checkov_version: '3.3.30' },
  });
}

describe('parseReport', () => {
  it.each([
    ['for a file that checkov ignored', JSON.stringify({ passed: 0, failed: 0, resource_count: 0 }), 'checked nothing'],
    ['in which no check ran', report(0, []), 'checked nothing'],
    ['with parsing errors', report(3, [], 1), 'could not read the whole plan'],
  ])('rejects a report %s', (_which, output, message) => {
    expect(() => parseReport(output)).toThrow(message);
  });

  it('returns the version of checkov, the number of passed checks, and findings whose resource addresses have no index', () => {
    expect(parseReport(report(1, [failedCheck]))).toEqual({
      version: '3.3.30',
      passed: 1,
      findings: [{ check: 'CKV_AWS_158', title: 'Log group is encrypted', resource: 'aws_cloudwatch_log_group.app' }],
    });
  });
});
