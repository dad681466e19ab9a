import { type Value, valuesAt } from '../../protocol/value';
import type { Account } from '../account';
import type { ErrorChecks } from './error-checks';

/**
 * The checks of ACM, by resource type.
 * Source: https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export const certificateErrors: Readonly<Record<string, ErrorChecks>> = {
  aws_acm_certificate_validation: {
    write: ({ certificate_arn }, account) => {
      const certificate = account.find('aws_acm_certificate', 'arn', certificate_arn);
      const needed = valuesAt(certificate ?? {}, 'domain_validation_options.resource_record_name');
      const records = account.resources('aws_route53_record').map(({ name }) => withoutFinalDot(name));
      const missing = needed.filter((name) => !records.includes(withoutFinalDot(name)));
      return missing.length > 0
        ? `PENDING_VALIDATION: ACM would wait until the timeout, because these DNS records are missing: ${missing.join(', ')}. Create them.`
        : undefined;
    },
  },
};

/** Returns the error for a listener or distribution whose certificate has not been validated yet, or undefined if it has been. */
export function unissuedCertificate(arn: Value | undefined, account: Account): string | undefined {
  const isIssued =
    !account.find('aws_acm_certificate', 'arn', arn) ||
    account.find('aws_acm_certificate_validation', 'certificate_arn', arn);
  return isIssued ? undefined : `UnsupportedCertificate: ${arn} has not been issued yet.`;
}

function withoutFinalDot(name: Value | undefined): string {
  return String(name).replace(/\.$/, '');
}
