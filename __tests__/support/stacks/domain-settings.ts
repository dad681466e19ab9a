import { balanced, type Changes } from './fixture-environment';

/** The ARN of a certificate in the region of the fixture. */
export const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

/** Returns a load-balanced environment with a domain in Route 53. */
export function domain(name: string, zone = 'b.example'): Changes {
  return { ...balanced, ingress: { kind: 'load-balanced', domain: { name, zone } } };
}

/**
 * Returns a load-balanced environment with a domain whose DNS is outside of Route 53.
 * @param arn the ARN of the domain's certificate
 */
export function certified(arn: string, more: Changes = {}): Changes {
  const ingress = { kind: 'load-balanced', domain: { name: 'app.example.com', certificateArn: arn } } as const;
  return { ...balanced, ingress, ...more };
}
