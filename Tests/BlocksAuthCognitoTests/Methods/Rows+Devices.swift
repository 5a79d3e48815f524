// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

extension MethodRow {
    static let devices: [MethodRow] = [
        MethodRow(
            "fetchDevices", after: signedIn,
            calls: [Call("ListDevices", ["AccessToken": "{access}", "Limit": "60"])],
            reply: #"[{"deviceKey":"eu-west-1_k","attributes":{},"createDate":"2026-11-24T04:53:26.123Z","#
                + #""lastAuthenticatedDate":"2026-11-24T04:53:26.123Z"},{"deviceKey":"eu-west-1_l","attributes":{}}]"#
        ) { cognito in
            let date = WallClock.fixed.now()
            cognito.on("ListDevices") {
                ListDevicesOutput(devices: [
                    Device(
                        deviceKey: "eu-west-1_k", attributes: [.init(name: "last_ip_used", value: "203.0.113.9")],
                        createDate: date, lastAuthenticatedDate: date), Device(deviceKey: "eu-west-1_l"),
                ])
            }
        },
        MethodRow(
            "rememberDevice", after: [("challenge", "DEVICE"), ("api.signIn", #"["alice","pw"]"#)],
            calls: [
                Call(
                    "UpdateDeviceStatus",
                    ["AccessToken": "{access}", "DeviceKey": "eu-west-1_k", "Remembered": "true"])
            ]),
        MethodRow(
            "forgetDevice", #"["eu-west-1_k"]"#, after: [("challenge", "DEVICE"), ("api.signIn", #"["alice","pw"]"#)],
            calls: [Call("ForgetDevice", ["AccessToken": "{access}", "DeviceKey": "eu-west-1_k"])], cookies: 1),
    ]

    static let passkeys: [MethodRow] = [
        MethodRow(
            "startPasskeyRegistration", after: signedIn,
            calls: [Call("StartWebAuthnRegistration", ["AccessToken": "{access}"])],
            reply: #"{"credentialCreationOptions":"{\"challenge\":\"Y2g\",\"rp\":{\"id\":\"x.io\"}}"}"#
        ) { cognito in
            cognito.on("StartWebAuthnRegistration") { JSONValue.object(["challenge": "Y2g", "rp": ["id": "x.io"]]) }
        },
        MethodRow(
            "completePasskeyRegistration", #"["{\"id\":\"aWQ\",\"response\":{}}"]"#, after: signedIn,
            calls: [
                Call(
                    "CompleteWebAuthnRegistration",
                    ["AccessToken": "{access}", "Credential": #"{"id":"aWQ","response":{}}"#])
            ],
            reply: #"{"credentialId":"aWQ"}"#, cookies: 1),
        MethodRow(
            "listPasskeys", after: signedIn, calls: [Call("ListWebAuthnCredentials", ["AccessToken": "{access}"])],
            reply: #"[{"credentialId":"aWQ","friendlyName":"n","transports":["internal"],"#
                + #""authenticatorAttachment":"platform","createdAt":1795496006123},{"credentialId":"b"}]"#
        ) { cognito in
            cognito.on("ListWebAuthnCredentials") {
                ListWebAuthnCredentialsOutput(credentials: [
                    WebAuthnCredential(
                        credentialID: "aWQ", friendlyName: "n", relyingPartyID: "x.io",
                        authenticatorAttachment: "platform", transports: ["internal"],
                        createdAt: Timestamp(milliseconds: 1_795_496_006_123)), WebAuthnCredential(credentialID: "b"),
                ])
            }
        },
        MethodRow(
            "deletePasskey", #"["aWQ"]"#, after: signedIn,
            calls: [Call("DeleteWebAuthnCredential", ["AccessToken": "{access}", "CredentialId": "aWQ"])], cookies: 1),
    ]
}
