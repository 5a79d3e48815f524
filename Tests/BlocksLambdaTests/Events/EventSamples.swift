// SPDX-License-Identifier: Apache-2.0

/// Events as the front doors send them, shortened to what they need to be recognised and read.
enum EventSamples {
    static let httpAPI = """
        {"version":"2.0","routeKey":"$default","rawPath":"/prod/aws-blocks/api","rawQueryString":"a=1&b=%20x&a=2",\
        "cookies":["theme=dark","auth_my-app-auth=s%3Aid.sig"],\
        "headers":{"accept":"*/*","content-type":"application/json","X-Forwarded-Proto":"https","x-many":"one,two"},\
        "queryStringParameters":{"a":"1,2","b":" x"},\
        "requestContext":{"accountId":"123456789012","apiId":"abc123","authentication":null,"stage":"prod",\
        "domainName":"abc123.execute-api.us-east-1.amazonaws.com","requestId":"JKJaXmPLvHcESHA=",\
        "http":{"method":"POST","path":"/prod/aws-blocks/api","protocol":"HTTP/1.1","sourceIp":"203.0.113.10",\
        "userAgent":"curl"},"time":"23/Nov/2026:10:00:00 +0000","timeEpoch":1795428000000},\
        "body":"{\\"id\\":1,\\"text\\":\\"h\\u00e9\\"}","isBase64Encoded":false}
        """

    static let functionURL = """
        {"version":"2.0","routeKey":"$default","rawPath":"/health","rawQueryString":"","headers":{"host":"id.lambda-url.us-east-1.on.aws"},\
        "requestContext":{"accountId":"anonymous","apiId":"id","domainName":"id.lambda-url.us-east-1.on.aws","domainPrefix":"id",\
        "http":{"method":"GET","path":"/health","protocol":"HTTP/1.1","sourceIp":"203.0.113.11","userAgent":"curl"},\
        "requestId":"r","routeKey":"$default","stage":"$default","time":"t","timeEpoch":1},"isBase64Encoded":false}
        """

    static let restAPI = """
        {"resource":"/{proxy+}","path":"/aws-blocks/api","httpMethod":"POST",\
        "headers":{"Accept":"*/*","Cookie":"b=2","X-Single":"only"},\
        "multiValueHeaders":{"Accept":["*/*"],"Cookie":["a=1","b=2"],"X-Many":["one","two"]},\
        "queryStringParameters":{"z":"last","name":"y"},\
        "multiValueQueryStringParameters":{"z":["first","last"],"name":["a b&c=\u{e9}"]},\
        "pathParameters":{"proxy":"aws-blocks/api"},"stageVariables":null,\
        "requestContext":{"resourceId":"x","stage":"prod","requestId":"r","identity":{"sourceIp":"203.0.113.12","userAgent":null},\
        "path":"/prod/aws-blocks/api","httpMethod":"POST","apiId":"abc"},"body":"eyJpZCI6MX0=","isBase64Encoded":true}
        """

    static let singleValueLoadBalancer = """
        {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/1"}},\
        "httpMethod":"POST","path":"/aws-blocks/api","queryStringParameters":{"a":"1%2B","b%20":"x+y"},\
        "headers":{"accept":"*/*","cookie":"a=1; b=2","host":"lb.example.com","x-forwarded-for":"198.51.100.7","x-forwarded-proto":"https"},\
        "body":"eyJpZCI6MX0=","isBase64Encoded":true}
        """

    static let multipleValueLoadBalancer = """
        {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/2"}},\
        "httpMethod":"POST","path":"/aws-blocks/api","multiValueQueryStringParameters":{"z":["1","%32"],"a":[""]},\
        "multiValueHeaders":{"accept":["*/*"],"cookie":["a=1","b=2"],"host":["lb.example.com"],"x-many":["one","two"],\
        "x-forwarded-for":["198.51.100.7"]},"body":"{\\"id\\":1}","isBase64Encoded":false}
        """

    static let all = [httpAPI, functionURL, restAPI, singleValueLoadBalancer, multipleValueLoadBalancer]
}
