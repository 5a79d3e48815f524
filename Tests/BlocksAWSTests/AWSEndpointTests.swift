// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksAWS

@Suite struct AWSEndpointTests {
    @Test(arguments: [
        (AWSService.dynamoDB, "eu-west-1", "https://dynamodb.eu-west-1.amazonaws.com"),
        (.ssm, "us-gov-west-1", "https://ssm.us-gov-west-1.amazonaws.com"),
        (.cognito, "us-east-1", "https://cognito-idp.us-east-1.amazonaws.com"),
        (.cognito, "cn-north-1", "https://cognito-idp.cn-north-1.amazonaws.com.cn"),
        (.dynamoDB, "cn-northwest-1", "https://dynamodb.cn-northwest-1.amazonaws.com.cn"),
    ])
    func `a service is called in its region and partition`(_ service: AWSService, _ region: String, _ url: String)
        throws
    {
        let endpoint = try AWSEndpoint(service, region: region, environment: ["AWS_ENDPOINT_URL": ""])
        #expect(endpoint.base == url)
        #expect(!endpoint.isOverride)
    }

    @Test(arguments: [
        (AWSService.dynamoDB, "http://localhost:1"), (.cognito, "http://localhost:2"), (.ssm, "https://h/three"),
    ])
    func `a service's own override wins over the general one`(_ service: AWSService, _ url: String) throws {
        let endpoint = try AWSEndpoint(
            service, region: "eu-west-1",
            environment: [
                "AWS_ENDPOINT_URL": "http://general", "AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:1/",
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://localhost:2",
                "AWS_ENDPOINT_URL_SSM": "HTTPS://h/three//",
            ])
        #expect(endpoint.base == url)
        #expect(endpoint.isOverride)
    }

    @Test(arguments: [
        ("https://h:443/p", "h"), ("http://h:80", "h"), ("http://h:443", "h:443"), ("https://h:8443/", "h:8443"),
    ])
    func `the Host field leaves the scheme's own port out`(_ url: String, _ host: String) throws {
        let endpoint = try AWSEndpoint(.ssm, region: "x", environment: ["AWS_ENDPOINT_URL": url])
        #expect(endpoint.host == host)
    }

    @Test func `the general override serves every service`() throws {
        for service in [AWSService.dynamoDB, .ssm, .cognito] {
            let endpoint = try AWSEndpoint(service, region: "x", environment: ["AWS_ENDPOINT_URL": "http://[::1]:8000"])
            #expect(endpoint.base == "http://[::1]:8000")
        }
    }

    @Test(arguments: [
        "localhost:8000", "ftp://h", "http://", "http:///x", "http://:80", "http://u:p@h", "http://h?x", "http://h#x",
        "http://h h", "http://h\n", "http://h\\x", "http://hö", "//h", "https:/h",
    ])
    func `an override that is no plain URL is refused by name`(_ value: String) {
        let general = #expect(throws: ConfigurationError.self) {
            try AWSEndpoint(.ssm, region: "eu-west-1", environment: ["AWS_ENDPOINT_URL": value])
        }
        #expect(general?.setting == "AWS_ENDPOINT_URL")
        let own = #expect(throws: ConfigurationError.self) {
            try AWSEndpoint(
                .ssm, region: "eu-west-1", environment: ["AWS_ENDPOINT_URL": "http://h", "AWS_ENDPOINT_URL_SSM": value])
        }
        #expect(own?.setting == "AWS_ENDPOINT_URL_SSM")
    }

    @Test func `the region comes from Lambda's variable, then from the default`() throws {
        #expect(try AWSRegion.resolve(["AWS_REGION": "a-1", "AWS_DEFAULT_REGION": "b-2"]) == "a-1")
        #expect(try AWSRegion.resolve(["AWS_REGION": "", "AWS_DEFAULT_REGION": "b-2"]) == "b-2")
        #expect(throws: ConfigurationError.self) { try AWSRegion.resolve([:]) }
    }

    @Test(arguments: ["evil.example/", "eu-west-1.", "eu west", "EU-WEST-1", "a@b", String(repeating: "a", count: 64)])
    func `a region that could name another host is refused`(_ region: String) {
        let error = #expect(throws: ConfigurationError.self) { try AWSRegion.resolve(["AWS_REGION": region]) }
        #expect(error?.setting == "AWS_REGION")
    }
}
