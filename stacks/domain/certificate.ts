import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { onlyElement } from '../terraform/optional-resource';

export interface CertificateProps {
  readonly domainName: string;
  readonly zoneId: string;
  /** The AWS region of the certificate. @default the region of the environment */
  readonly region?: string;
}

/** An ACM certificate with its validation record. ACM renews the certificate as long as the record exists in the zone. */
export class Certificate extends Construct {
  /**
   * The ARN of the certificate. It is a reference to the validation, so a resource that uses the ARN waits until the certificate is issued.
   */
  readonly arn: string;

  constructor(scope: Construct, id: string, { domainName, zoneId, region }: CertificateProps) {
    super(scope, id);
    const certificate = new AcmCertificate(this, 'certificate', {
      region,
      domainName,
      validationMethod: 'DNS',
      // A listener or a distribution always needs a certificate. So the new certificate is created before the old one is deleted.
      lifecycle: { createBeforeDestroy: true },
    });
    // The attribute is a set with one element, because the certificate has one domain name.
    const validation = (attribute: string) => onlyElement(certificate, ['domain_validation_options', '*', attribute]);
    const record = new Route53Record(this, 'record', {
      zoneId,
      name: validation('resource_record_name'),
      type: validation('resource_record_type'),
      records: [validation('resource_record_value')],
      ttl: 300,
      // All certificates for a domain name in one account have the same validation record, so the record may exist already.
      allowOverwrite: true,
    });
    this.arn = new AcmCertificateValidation(this, 'certificate-validation', {
      region,
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
      // The default timeout, 75 minutes, is too long if the zone is not delegated.
      timeouts: { create: '15m' },
    }).certificateArn;
  }
}
