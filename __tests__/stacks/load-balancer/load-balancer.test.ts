import { balanced, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const domain = { name: 'app.example.com', zone: 'example.com' };
const plain = synthesized(balanced);
const secure = synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain } });

const forwarding = [{ type: 'forward', target_group_arn: reference('aws_lb_target_group.load_balancer.arn') }];

describe('LoadBalancer', () => {
  it('is in every subnet of a network without private subnets', () => {
    expect(resource(plain, 'aws_lb.load_balancer')).toMatchObject({
      name: 'eight-digit-staging-app',
      internal: false,
      load_balancer_type: 'application',
      subnets: reference('data.aws_subnets.network.ids'),
    });
  });

  it('is only in the public subnets of a network that has public and private subnets', () => {
    const stack = synthesized({ ...threeTiers, ingress: { kind: 'load-balanced', plainHttp: 'accepted' } });
    expect(resource(stack, 'aws_lb.load_balancer').subnets).toEqual(
      ['a', 'b'].map((zone) => reference(`aws_subnet.network_public_${zone}.id`)),
    );
  });

  it('drops invalid header fields', () => {
    expect(resource(plain, 'aws_lb.load_balancer').drop_invalid_header_fields).toBe(true);
  });

  it.each([
    ['destroy', false],
    ['protect', true],
  ] as const)('with removal %s, sets deletion protection to %s', (removal, isProtected) => {
    const stack = synthesized({ ...balanced, removal });
    expect(resource(stack, 'aws_lb.load_balancer').enable_deletion_protection).toBe(isProtected);
  });

  it('is replaced if its VPC is replaced', () => {
    expect(resource(plain, 'aws_lb.load_balancer').lifecycle).toEqual({
      replace_triggered_by: ['terraform_data.load_balancer_vpc.id'],
    });
    expect(resource(plain, 'terraform_data.load_balancer_vpc').triggers_replace).toBe(
      reference('element(data.aws_vpcs.network.ids, 0)'),
    );
  });

  it('checks the health of the tasks every 30 seconds', () => {
    expect(resource(plain, 'aws_lb_target_group.load_balancer')).toMatchObject({
      target_type: 'ip',
      port: 5000,
      protocol: 'HTTP',
      health_check: { path: '/health', matcher: '200', interval: 30, healthy_threshold: 2, unhealthy_threshold: 2 },
    });
  });

  it.each([
    ['without profiles', '30', balanced],
    ['with profiles, because of uploads', '362', threeTiers],
  ])('%s, gives a stopping task %s seconds to finish its requests', (_which, seconds, environment) => {
    const { deregistration_delay } = resource(synthesized({ ...environment }), 'aws_lb_target_group.load_balancer');
    expect(deregistration_delay).toBe(seconds);
  });

  it('creates a new target group before it deletes the old one; the name prefix has at most six characters', () => {
    const longest = synthesized({ ...balanced, name: 'e'.repeat(16) });
    const { name_prefix, lifecycle } = resource(longest, 'aws_lb_target_group.load_balancer');
    expect(String(name_prefix).length).toBeLessThanOrEqual(6);
    expect(lifecycle).toMatchObject({ create_before_destroy: true });
  });

  it('keeps its target group if the port of the app changes, because a new group has no tasks yet', () => {
    const { lifecycle } = resource(plain, 'aws_lb_target_group.load_balancer');
    expect(lifecycle).toMatchObject({ ignore_changes: ['port'] });
  });

  it("checks the health path of the user's container", () => {
    const stack = synthesized({ ...balanced, app: { container: { healthPath: '/healthz' } } });
    expect(resource(stack, 'aws_lb_target_group.load_balancer')).toMatchObject({ health_check: { path: '/healthz' } });
  });

  describe('without a domain', () => {
    it('forwards HTTP and has no other listener', () => {
      expect(plain.resource.aws_lb_listener).toEqual({
        load_balancer_http: expect.objectContaining({ port: 80, protocol: 'HTTP', default_action: forwarding }),
      });
    });

    it('is open to the internet only on port 80', () => {
      expect(openPorts(plain)).toEqual([80]);
    });

    it('has no certificate and no DNS record', () => {
      expect(Object.keys(plain.resource)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^aws_(acm|route53)_/)]),
      );
    });
  });

  describe('with a domain', () => {
    it('forwards HTTPS with TLS 1.2 or 1.3 after the certificate is issued', () => {
      expect(resource(secure, 'aws_lb_listener.load_balancer_https')).toMatchObject({
        port: 443,
        protocol: 'HTTPS',
        ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        certificate_arn: reference('aws_acm_certificate_validation.load_balancer_certificate.certificate_arn'),
        default_action: forwarding,
      });
    });

    it('redirects HTTP to HTTPS', () => {
      expect(resource(secure, 'aws_lb_listener.load_balancer_http').default_action).toEqual([
        { type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' } },
      ]);
    });

    it('is open to the internet only on ports 80 and 443', () => {
      expect(openPorts(secure)).toEqual([80, 443]);
    });

    it('has an alias record only for IPv4, because it has no IPv6 address', () => {
      expect(resource(secure, 'aws_lb.load_balancer').ip_address_type).toBe('ipv4');
      const aliases = Object.values(secure.resource.aws_route53_record ?? {}).filter(
        ({ alias }) => alias !== undefined,
      );
      expect(aliases).toHaveLength(1);
      expect(aliases[0]).toMatchObject({
        name: domain.name,
        type: 'A',
        zone_id: reference('data.aws_route53_zone.load_balancer.zone_id'),
        alias: {
          name: reference('aws_lb.load_balancer.dns_name'),
          zone_id: reference('aws_lb.load_balancer.zone_id'),
        },
      });
    });

    it('uses the public zone of the domain', () => {
      expect(secure.data.aws_route53_zone?.load_balancer).toMatchObject({ name: domain.zone, private_zone: false });
    });

    it('validates the certificate with a DNS record, and waits 15 minutes for the validation', () => {
      expect(resource(secure, 'aws_acm_certificate.load_balancer_certificate')).toMatchObject({
        domain_name: domain.name,
        validation_method: 'DNS',
        lifecycle: { create_before_destroy: true },
      });
      expect(resource(secure, 'aws_acm_certificate_validation.load_balancer_certificate')).toMatchObject({
        validation_record_fqdns: [reference('aws_route53_record.load_balancer_certificate.fqdn')],
        timeouts: { create: '15m' },
      });
    });
  });

  describe('with a domain that is not in Route 53', () => {
    const arn = 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
    const elsewhere = (name: string) =>
      synthesized({ ...balanced, ingress: { kind: 'load-balanced', domain: { name, certificateArn: arn } } });
    const stack = elsewhere('app.example.com');

    it('uses the certificate in the settings for HTTPS', () => {
      expect(resource(stack, 'aws_lb_listener.load_balancer_https')).toMatchObject({
        certificate_arn: arn,
        default_action: forwarding,
      });
    });

    it('neither reads nor creates anything in Route 53 and ACM', () => {
      const types = [...Object.keys(stack.resource), ...Object.keys(stack.data)];
      expect(types.filter((type) => /^aws_(acm|route53)_/.test(type))).toEqual([]);
    });

    it('has the same listeners, rules and firewall as with a domain in Route 53', () => {
      const addresses = (type: string) => [stack, secure].map(({ resource: all }) => Object.keys(all[type] ?? {}));
      for (const type of ['aws_lb_listener', 'aws_vpc_security_group_ingress_rule', 'aws_wafv2_web_acl']) {
        const [own, inRoute53] = addresses(type);
        expect(own).toEqual(inRoute53);
      }
    });

    it.each([
      ['app.example.com', 'CNAME'],
      ['example.com', 'ALIAS'],
    ])('has an output with the DNS record to create for %s, of the type %s', (name, type) => {
      expect(elsewhere(name).output.dns_record?.value).toBe(
        `${name} ${type} ${reference('aws_lb.load_balancer.dns_name')}`,
      );
      expect(secure.output.dns_record).toBeUndefined();
    });
  });

  describe('access logs', () => {
    it('are written to a separate bucket, whose policy is created before the load balancer', () => {
      expect(resource(plain, 'aws_lb.load_balancer')).toMatchObject({
        access_logs: { enabled: true, bucket: reference('aws_s3_bucket.load_balancer_access_logs.bucket') },
        depends_on: expect.arrayContaining(['aws_s3_bucket_policy.load_balancer_access_logs']),
      });
    });

    it('are kept for 30 days, like the log of the app', () => {
      expect(resource(plain, 'aws_s3_bucket_lifecycle_configuration.load_balancer_access_logs').rule).toEqual([
        expect.objectContaining({
          status: 'Enabled',
          expiration: [{ days: 30 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
        }),
      ]);
    });

    it('are accepted only from load balancers and only for this account', () => {
      const { policy } = resource(plain, 'aws_s3_bucket_policy.load_balancer_access_logs');
      expect(JSON.parse(String(policy)).Statement).toContainEqual({
        Sid: 'LoadBalancersDeliver',
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${reference('aws_s3_bucket.load_balancer_access_logs.arn')}/AWSLogs/${reference('data.aws_caller_identity.current.account_id')}/*`,
      });
    });

    it('with profiles, are off and have no bucket, because URLs of profiles contain tokens', () => {
      const withProfiles = synthesized(threeTiers);
      expect(resource(withProfiles, 'aws_lb.load_balancer').access_logs).toEqual({ enabled: false, bucket: 'none' });
      expect(Object.keys(withProfiles.resource.aws_s3_bucket ?? {})).toEqual(['profiles_uploads']);
    });

    it('are deleted with the environment only if removal is destroy', () => {
      const kept = synthesized({ ...balanced, removal: 'protect' });
      expect(resource(plain, 'aws_s3_bucket.load_balancer_access_logs').force_destroy).toBe(true);
      expect(resource(kept, 'aws_s3_bucket.load_balancer_access_logs')).toMatchObject({
        force_destroy: false,
        lifecycle: { prevent_destroy: true },
      });
    });

    it('have a bucket name that AWS accepts even for the longest names of project and environment', () => {
      const longest = synthesized({
        ...balanced,
        project: 'p'.repeat(32),
        name: 'e'.repeat(16),
        region: 'ap-southeast-1',
      });
      const { bucket } = resource(longest, 'aws_s3_bucket.load_balancer_access_logs');
      const name = String(bucket).replace(reference('data.aws_caller_identity.current.account_id'), '123456789012');
      expect(name).toMatch(/^[a-z0-9-]{3,63}$/);
    });
  });

  it.each([
    ['aws_lb.load_balancer', 'name', 32],
    ['aws_security_group.load_balancer', 'name_prefix', 100],
  ])(
    'has a name that AWS accepts even for the longest names of project and environment: %s',
    (address, attribute, limit) => {
      const longest = synthesized({ ...balanced, project: 'p'.repeat(32), name: 'e'.repeat(16) });
      expect(String(resource(longest, address)[attribute]).length).toBeLessThanOrEqual(limit);
    },
  );

  it('is created after the route to the internet if it is in a dedicated VPC', () => {
    const { ingress, scale } = balanced;
    expect(resource(synthesized({ ingress, scale }), 'aws_lb.load_balancer').depends_on).toEqual(
      expect.arrayContaining(['aws_route.network_public', 'aws_route_table_association.network_public_a']),
    );
  });
});

/** Returns the ports that are open to the internet, sorted. */
function openPorts(stack: ReturnType<typeof synthesized>): unknown[] {
  return Object.values(stack.resource.aws_vpc_security_group_ingress_rule ?? {})
    .filter(({ cidr_ipv4 }) => cidr_ipv4 === '0.0.0.0/0')
    .map(({ from_port }) => from_port)
    .sort((one, other) => Number(one) - Number(other));
}
