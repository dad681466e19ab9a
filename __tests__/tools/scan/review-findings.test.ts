import type { Exception } from '../../../tools/scan/exceptions';
import { reviewFindings } from '../../../tools/scan/review-findings';

const finding = { check: 'CKV_AWS_158', title: 'Log group is encrypted', resource: 'aws_cloudwatch_log_group.app' };
const exception: Exception = {
  check: finding.check,
  title: finding.title,
  resources: [finding.resource],
  reason: 'A key costs money.',
  decided: '2026-01-01',
  review: '2027-01-01',
};

const review = (exceptions: readonly Exception[], day = '2026-06-01') =>
  reviewFindings({ version: '3.3.30', passed: 1, findings: [finding] }, exceptions, new Date(`${day}T00:00:00Z`));

describe('reviewFindings', () => {
  it('accepts a finding with an exception', () => {
    expect(review([exception])).toEqual({ accepted: 1, problems: [] });
  });

  it.each<[string, Exception[]]>([
    ['without an exception', []],
    ['with an exception for another resource', [{ ...exception, resources: ['aws_cloudwatch_log_group.other'] }]],
    ['with an exception for another check', [{ ...exception, check: 'CKV_AWS_338' }]],
  ])('reports a finding %s', (_which, exceptions) => {
    expect(review(exceptions)).toEqual({
      accepted: 0,
      problems: [
        'CKV_AWS_158, aws_cloudwatch_log_group.app: Log group is encrypted. Correct the resource, or add an exception with a reason to tools/scan/exceptions.json.',
      ],
    });
  });

  it('accepts a finding on the review day of its exception', () => {
    expect(review([exception], '2027-01-01')).toEqual({ accepted: 1, problems: [] });
  });

  it('reports an exception after its review day', () => {
    expect(review([exception], '2027-01-02').problems).toEqual([
      'CKV_AWS_158: the exception was due for review on 2027-01-01. Remove the exception, or set a new date in tools/scan/exceptions.json.',
    ]);
  });
});
