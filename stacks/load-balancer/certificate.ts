import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { onlyElement } from '../optional-resource';

export interface CertificateProps {
  readonly domainName: string;
  readonly zoneId: string;
}

/** A certificate of ACM, which renews itself as long as its record stands in the zone. */
export class Certificate extends Construct {
  /** Known once the certificate is issued: what uses it waits until then. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { domainName, zoneId }: CertificateProps) {
    super(scope, id);
    const certificate = new AcmCertificate(this, 'certificate', {
      domainName,
      validationMethod: 'DNS',
      // A listener needs one at every moment.
      lifecycle: { createBeforeDestroy: true },
    });
    // A set, with one member as there is one name.
    const validation = (attribute: string) => onlyElement(certificate, ['domain_validation_options', '*', attribute]);
    const record = new Route53Record(this, 'record', {
      zoneId,
      name: validation('resource_record_name'),
      type: validation('resource_record_type'),
      records: [validation('resource_record_value')],
      ttl: 300,
      // ACM gives the same record to every certificate of one name in one account.
      allowOverwrite: true,
    });
    this.arn = new AcmCertificateValidation(this, 'certificate-validation', {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
      // The default is 75 minutes, the wait of whoever has not delegated the zone yet.
      timeouts: { create: '15m' },
    }).certificateArn;
  }
}
