// SPDX-License-Identifier: Apache-2.0

/// One small event of each shape, from which the inputs are made; those of `blocks events generate`, reduced to what is read.
enum FuzzSeeds {
    static let all = requests + webSockets + records + buses + triggers

    private static let requests = [
        #"""
        {"version":"2.0","routeKey":"$default","rawPath":"/prod/aws-blocks/api","rawQueryString":"a=1&b=%20x&a=2",
        "cookies":["a=1","auth_my-app-auth=s%3Aid.sig"],"headers":{"content-type":"application/json","host":"id.example.com",
        "origin":"https://app.example.com","X-Forwarded-Proto":"https","x-forwarded-host":"localhost:3000","x-many":"one,two"},
        "requestContext":{"stage":"prod","domainName":"id.execute-api.us-east-1.amazonaws.com","requestId":"r",
        "http":{"method":"POST","path":"/prod/aws-blocks/api","sourceIp":"203.0.113.10"},"timeEpoch":1795428000000},
        "body":"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"api.echo\",\"params\":[\"h\u00e9\"]}","isBase64Encoded":false}
        """#,
        #"""
        {"version":"2.0","rawPath":"/files/a%2Fb","rawQueryString":"status=204","headers":{"host":"id.lambda-url.us-east-1.on.aws"},
        "requestContext":{"domainName":"id.lambda-url.us-east-1.on.aws","stage":"$default",
        "http":{"method":"GET","path":"/files/a%2Fb","sourceIp":"203.0.113.11"}},"isBase64Encoded":false}
        """#,
        #"""
        {"resource":"/{proxy+}","path":"/files/x","httpMethod":"PUT","headers":{"Accept":"*/*","Cookie":"b=2","X-Single":"only"},
        "multiValueHeaders":{"Accept":["*/*"],"Cookie":["a=1","b=2"],"Host":["api.example.com"],"X-Many":["one","two"]},
        "queryStringParameters":{"status":"201","name":"y"},"multiValueQueryStringParameters":{"z":["first","last"],"name":["a b&c"]},
        "requestContext":{"stage":"prod","identity":{"sourceIp":"203.0.113.12","userAgent":null}},"body":"/wD+","isBase64Encoded":true}
        """#,
        #"""
        {"version":"1.0","path":"/dev/x","httpMethod":"HEAD","headers":{},"queryStringParameters":null,
        "requestContext":{"stage":"dev","identity":{"sourceIp":"203.0.113.13"}},"body":null,"isBase64Encoded":false}
        """#,
        #"""
        {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/1"}},
        "httpMethod":"POST","path":"/files","queryStringParameters":{"a":"1%2B","status":"404"},
        "headers":{"cookie":"a=1; a=2; a=3","host":"lb.example.com","x-forwarded-for":"198.51.100.7"},"body":"text","isBase64Encoded":false}
        """#,
        #"""
        {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/2"}},
        "httpMethod":"DELETE","path":"/files","multiValueQueryStringParameters":{"z":["1","%32"],"a":[""]},
        "multiValueHeaders":{"cookie":["a=1","a=2"],"host":["lb.example.com"],"x-many":["one","two"]},"body":"/w==","isBase64Encoded":true}
        """#,
    ]

    private static let webSockets = [
        #"""
        {"headers":{"Host":"ws.example.com","Cookie":"a=1"},"multiValueHeaders":{"Host":["ws.example.com"]},"requestContext":{
        "routeKey":"$connect","eventType":"CONNECT","connectionId":"c1=","domainName":"ws.example.com","stage":"prod","connectedAt":1,
        "identity":{"sourceIp":"203.0.113.14"},"requestId":"r","apiId":"ws"},"isBase64Encoded":false}
        """#,
        #"""
        {"requestContext":{"routeKey":"$default","eventType":"MESSAGE","messageId":"m1","connectionId":"c1=","stage":"prod",
        "domainName":"ws.example.com","identity":{"sourceIp":"203.0.113.14"}},"body":"{\"action\":\"say\"}","isBase64Encoded":false}
        """#,
        #"""
        {"requestContext":{"routeKey":"say","eventType":"MESSAGE","messageId":"m2","connectionId":"c1=","stage":"prod",
        "domainName":"ws.example.com","identity":{"sourceIp":"203.0.113.14"}},"body":"eyJhY3Rpb24iOiJzYXkifQ==","isBase64Encoded":true}
        """#,
        #"""
        {"requestContext":{"routeKey":"$disconnect","eventType":"DISCONNECT","disconnectStatusCode":1005,"disconnectReason":"gone",
        "connectionId":"c1=","stage":"prod","domainName":"ws.example.com"},"isBase64Encoded":false}
        """#,
    ]

    private static let records = [
        #"""
        {"Records":[{"messageId":"m1","receiptHandle":"h","body":"{\"a\":1}","attributes":{"ApproximateReceiveCount":"1",
        "SentTimestamp":"1795428000000","SenderId":"s"},"messageAttributes":{"k":{"stringValue":"v","dataType":"String"}},
        "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:orders"},
        {"messageId":"m2","body":"b","attributes":{"MessageGroupId":"g","MessageDeduplicationId":"d","SequenceNumber":"1"},
        "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:orders.fifo"}]}
        """#,
        #"""
        {"Records":[{"kinesis":{"partitionKey":"p","sequenceNumber":"11","data":"eyJhIjoxfQ==","approximateArrivalTimestamp":1795428000.25},
        "eventSource":"aws:kinesis","eventID":"shardId-000000000000:11",
        "eventSourceARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/clicks"}]}
        """#,
        #"""
        {"Records":[{"eventID":"e","eventName":"MODIFY","eventSource":"aws:dynamodb","dynamodb":{"Keys":{"id":{"S":"1"}},
        "NewImage":{"id":{"S":"1"},"n":{"N":"2.5"},"b":{"B":"/w=="},"l":{"L":[{"BOOL":true},{"NULL":true}]},"m":{"M":{"x":{"SS":["a"]}}}},
        "OldImage":{"id":{"S":"1"}},"SequenceNumber":"21","SizeBytes":9,"StreamViewType":"NEW_AND_OLD_IMAGES",
        "ApproximateCreationDateTime":1795428000},
        "eventSourceARN":"arn:aws:dynamodb:eu-central-1:123456789012:table/notes/stream/2026-01-01T00:00:00.000"}]}
        """#,
        #"""
        {"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":"arn:aws:sns:eu-central-1:123456789012:alerts:s",
        "Sns":{"Type":"Notification","MessageId":"n1","TopicArn":"arn:aws:sns:eu-central-1:123456789012:alerts","Subject":null,
        "Message":"m","Timestamp":"2026-11-24T10:00:00.000Z","MessageAttributes":{"k":{"Type":"String","Value":"v"}}}}]}
        """#,
        #"""
        {"Records":[{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}
        """#,
    ]

    private static let buses = [
        #"""
        {"version":"0","id":"e1","detail-type":"Order Placed","source":"shop","account":"123456789012","time":"2026-11-24T10:00:00Z",
        "region":"eu-central-1","resources":["arn:aws:s3:::b"],"detail":{"order":7}}
        """#,
        #"""
        {"version":"0","id":"e2","detail-type":"Scheduled Event","source":"aws.events","account":"123456789012",
        "time":"2026-11-24T10:00:00Z","region":"eu-central-1","resources":["arn:aws:events:eu-central-1:123456789012:rule/nightly"],
        "detail":{}}
        """#,
        #"""
        {"version":"0","id":"e3","detail-type":"Scheduled Event","source":"aws.scheduler","account":"123456789012",
        "time":"2026-11-24T10:00:00Z","region":"eu-central-1",
        "resources":["arn:aws:scheduler:eu-central-1:123456789012:schedule/default/nightly"],"detail":"{\"a\":[1]}"}
        """#,
        #"""
        {"source":"blocks.job","jobName":"nightly","id":"1","payload":{"a":[1,2]}}
        """#,
    ]

    private static let triggers = [
        #"""
        {"version":"1","region":"eu-central-1","userPoolId":"eu-central-1_pool","userName":"ann","callerContext":{"clientId":"c"},
        "triggerSource":"PreSignUp_SignUp","request":{"userAttributes":{"email":"ann@example.com"},"validationData":null},
        "response":{"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false}}
        """#,
        #"""
        {"version":"2","region":"eu-central-1","userPoolId":"eu-central-1_pool","userName":"ann","callerContext":{"clientId":"c"},
        "triggerSource":"TokenGeneration_Authentication","request":{"userAttributes":{"sub":"s"},"groupConfiguration":
        {"groupsToOverride":["a"],"iamRolesToOverride":[],"preferredRole":null},"scopes":["openid"]},
        "response":{"claimsAndScopeOverrideDetails":null}}
        """#,
        #"""
        {"version":"1","userPoolId":"eu-central-1_pool","userName":"ann","triggerSource":"CustomMessage_SignUp",
        "request":{"userAttributes":{},"codeParameter":"{####}","usernameParameter":null},
        "response":{"smsMessage":null,"emailMessage":null,"emailSubject":null}}
        """#,
    ]
}
