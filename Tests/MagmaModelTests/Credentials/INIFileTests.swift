import Testing

@testable import MagmaModel

@Suite struct INIFileTests {
    @Test func sectionsHoldNamesAndValues() {
        let text = """
            # comment
            nobody = 1
            [default]
            region=eu-central-1
            aws_access_key_id = AK  # mine
            AWS_Secret_Access_Key = a#b;c=d
            s3 =
              max_concurrent = 10
            ; another
            [profile  "dev box" ]
            region = us-east-1\r
            """
        let sections = INIFile.parse(text)
        #expect(sections["default"]?["region"] == "eu-central-1")
        #expect(sections["default"]?["aws_access_key_id"] == "AK")
        #expect(sections["default"]?["aws_secret_access_key"] == "a#b;c=d")
        #expect(sections["default"]?["max_concurrent"] == nil)
        #expect(sections["profile dev box"] == ["region": "us-east-1"])
        #expect(sections.count == 2)
    }

    @Test func theCredentialsFileWins() {
        let profiles = AWSConfigFile.profiles(
            config: "[default]\nregion=a\naws_access_key_id=old\n[profile x]\nregion=b\n[y]\nregion=c",
            credentials: "[default]\naws_access_key_id=new\n[z]\naws_access_key_id=k")
        #expect(profiles["default"] == ["region": "a", "aws_access_key_id": "new"])
        #expect(profiles["x"] == ["region": "b"])
        #expect(profiles["y"] == nil)
        #expect(profiles["z"] == ["aws_access_key_id": "k"])
    }

    @Test(arguments: ["", "[", "[]", "[a", "=", "[a]\n=", "[a]\n=x\nb", "\u{0}[a]", "[profile]\nx=y"])
    func whatIsNoFileSaysNothing(text: String) {
        #expect(INIFile.parse(text).values.allSatisfy { $0["aws_access_key_id"] == nil })
    }
}
