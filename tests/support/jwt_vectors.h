// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_JWT_VECTORS_H
#define TESTS_SUPPORT_JWT_VECTORS_H

/// Assertions whose private key is not known: what we build must equal their signing inputs, and
/// what we verify with must accept their signatures.
namespace oauth::vectors {

/// The RSA key's public half, and a self-signed certificate of it (SHA-256
/// 8a1e8ec09c70df591d989f455cf1e5bb4b44aa62422686683a2a5edb0afa665b; ends in 2126).
inline constexpr char public_key[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnTaCiVVY30iv3txPJX/5\n"
    "IrRD4jp2Kxo42EHmOqqn8opoOZ3FX+aG2WVbCR98W+Ur7jD+52COmMwB6wApFz2m\n"
    "95g/BA9lK4MJVutMmkG4jNgoehF9IyRDwQ5oqt+/ZDbIc5KjJIqebZOtsrL52HIV\n"
    "KmVMozjbkgKzwywwXxO+W3ubYOpEVcA6QEU0WGiMPsyFEqc6Z+h1KjAAM6L5cSkG\n"
    "r6itmwwHXdS0ZaqpT0lGFV7Qk9KHTAHttRLuE3KxkghIf2dQHLTrUQmUujkKT1kK\n"
    "JweCUfepEgDZFeZJK25QvqRRxixvX2BOQEIm5ZJALZFjXkeArs86Zj5iLE3tFvUB\n"
    "TwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
inline constexpr char certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIDDDCCAfSgAwIBAgIBATANBgkqhkiG9w0BAQsFADAeMRwwGgYDVQQDDBN4b2F1\n"
    "dGgyIHRlc3QgY2xpZW50MCAXDTI2MTEyMjIxNTg1NloYDzIxMjYxMDI5MjE1ODU2\n"
    "WjAeMRwwGgYDVQQDDBN4b2F1dGgyIHRlc3QgY2xpZW50MIIBIjANBgkqhkiG9w0B\n"
    "AQEFAAOCAQ8AMIIBCgKCAQEAnTaCiVVY30iv3txPJX/5IrRD4jp2Kxo42EHmOqqn\n"
    "8opoOZ3FX+aG2WVbCR98W+Ur7jD+52COmMwB6wApFz2m95g/BA9lK4MJVutMmkG4\n"
    "jNgoehF9IyRDwQ5oqt+/ZDbIc5KjJIqebZOtsrL52HIVKmVMozjbkgKzwywwXxO+\n"
    "W3ubYOpEVcA6QEU0WGiMPsyFEqc6Z+h1KjAAM6L5cSkGr6itmwwHXdS0ZaqpT0lG\n"
    "FV7Qk9KHTAHttRLuE3KxkghIf2dQHLTrUQmUujkKT1kKJweCUfepEgDZFeZJK25Q\n"
    "vqRRxixvX2BOQEIm5ZJALZFjXkeArs86Zj5iLE3tFvUBTwIDAQABo1MwUTAdBgNV\n"
    "HQ4EFgQUgh1Z1U1wd/owsoauKoMELubVVK8wHwYDVR0jBBgwFoAUgh1Z1U1wd/ow\n"
    "soauKoMELubVVK8wDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEA\n"
    "HKcaUNiS3O6JDmJZR2qKFwut7meGSFaTXB8GPQuoiOfXUamXZjNai8UqarSAqKzF\n"
    "BAaAxgqjKQ/kF/M1xpTQUjmRbH4CZGk0mDGLNA/brmC+WLbT7H8erU8iiCN60Reg\n"
    "RzH7Ufqi4ZWQkK+USkg4hEQmAvzcQam+8FGntG1DjGrbVIgeGbB+EWsvYKvEzcFx\n"
    "zw/aF479wIZBeCXeLc6xY/7zH1pvYcMjsPcKE4MpuMap1vVmc7x6+vJfQLa0Aiej\n"
    "sRn1QNdtE7PJ0wJ0ajTnG5x+A8AR5r3jXbKv+Dcv9sK17aTUTi9prHVLjwczOVYX\n"
    "of82zsqiR8Db+I+fe3L64A==\n"
    "-----END CERTIFICATE-----\n";
inline constexpr char x5t_s256[] = "ih6OwJxw31kdmJ9FXPHlu0tEqmJCJoZoOipe2wr6Zls";

/// A Google service account's, RS256, at 1700000000.
inline constexpr char google_input[] =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm"
    "MDEyMzQ1NjcifQ.eyJpc3MiOiJtYWlsZXJAZXhhbXBsZS1wcm9qZWN0LmlhbS5nc2VydmljZWFjY291bnQuY29tI"
    "iwic3ViIjoidXNlckBleGFtcGxlLmNvbSIsInNjb3BlIjoiaHR0cHM6Ly9tYWlsLmdvb2dsZS5jb20vIiwiYXVkI"
    "joiaHR0cHM6Ly9vYXV0aDIuZ29vZ2xlYXBpcy5jb20vdG9rZW4iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwM"
    "DAwMzYwMH0";
inline constexpr char google_signature[] =
    "U4EuI8SXMfYFoVxgaJMsyjgX5uPHTTyb5tn0WB9dLlBX3TvXZYV2DNNC6IwA0KGooK7Rf2YZRPiVdLNsTKt7ZgAt"
    "c_XSwIHqE62jhouOUYuSMviCmCWWKE6k-"
    "sjmTOxcO3MrjbjhjQAeCQrZRITf5kTxTedUGuukZv17z002_KZFbezDM8KB48srw9jiPEhxxf2_fB6kY2XHitbLX"
    "Al4CSavHFxhZzVEEJjW4JtYHt2Xu2Y-cp0rs-"
    "jjjCOsyAmXIh06esI1cMUvtwCufAuTHYB7uRVILUNGCzpmztUXTNXQanw0m3m7nP-"
    "yPCHOMjgfUzuuZZlZ_2P608poT1C1Bw";

/// A Microsoft client's, RS256 with x5t#S256, at 1700000000.
inline constexpr char microsoft_input[] =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsIng1dCNTMjU2IjoiaWg2T3dKeHczMWtkbUo5RlhQSGx1MHRFcW1K"
    "Q0pvWm9PaXBlMndyNlpscyJ9.eyJhdWQiOiJodHRwczovL2xvZ2luLm1pY3Jvc29mdG9ubGluZS5jb20vMDAwMDA"
    "wMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxL29hdXRoMi92Mi4wL3Rva2VuIiwiaXNzIjoiMTExMTExMTE"
    "tMjIyMi0zMzMzLTQ0NDQtNTU1NTU1NTU1NTU1Iiwic3ViIjoiMTExMTExMTEtMjIyMi0zMzMzLTQ0NDQtNTU1NTU"
    "1NTU1NTU1IiwianRpIjoiMjIyMjIyMjItMzMzMy00NDQ0LTU1NTUtNjY2NjY2NjY2NjY2IiwibmJmIjoxNzAwMDA"
    "wMDAwLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDYwMH0";
inline constexpr char microsoft_signature[] =
    "DK6bXfQgXSYoUztm0PySPhceTnqr3W3FxLULm7Eu3SVhSZrf7fwPRWQW3jb7pbP16YfOo_fDVro0GAtMDT2XjrhA"
    "e4L9fxMYdlKD9Yv9LMRIFn8nrP-"
    "0KuXYT7eXmIBFEPfvmzNhQ8uwtRi2uxJrje1KdlMleBqAcNUvojdjgnFWmmVyFjjhcKGVarBDFtgkIYJfTUV6lZm"
    "69krdTt8I-"
    "ZExXma8O1TUSKlbkbE4O7z8zLGAdBboOCsA05_a32uiQ_D2yueROa_BzFW6C1TEOmVdZYOS3d6H50G5GDj2xCtuN"
    "MnAuWK22lQLJPLmb1obKYKCLtGI4Z4FybPePRrIhw";

/// The same with PS256; its signature is one of many.
inline constexpr char pss_input[] =
    "eyJhbGciOiJQUzI1NiIsInR5cCI6IkpXVCIsIng1dCNTMjU2IjoiaWg2T3dKeHczMWtkbUo5RlhQSGx1MHRFcW1K"
    "Q0pvWm9PaXBlMndyNlpscyJ9.eyJhdWQiOiJodHRwczovL2xvZ2luLm1pY3Jvc29mdG9ubGluZS5jb20vMDAwMDA"
    "wMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAxL29hdXRoMi92Mi4wL3Rva2VuIiwiaXNzIjoiMTExMTExMTE"
    "tMjIyMi0zMzMzLTQ0NDQtNTU1NTU1NTU1NTU1Iiwic3ViIjoiMTExMTExMTEtMjIyMi0zMzMzLTQ0NDQtNTU1NTU"
    "1NTU1NTU1IiwianRpIjoiMjIyMjIyMjItMzMzMy00NDQ0LTU1NTUtNjY2NjY2NjY2NjY2IiwibmJmIjoxNzAwMDA"
    "wMDAwLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDYwMH0";
inline constexpr char pss_signature[] =
    "GWKpAgVpSPYdOMG21BeSueyARbGeKAr3OUqszPmjY6jLK8QDLpvIaJeTyKasVfKQCZi53ls4vQhjlKq7VS5dE5SN"
    "7pPF_0NjSwc7AjQ_JobK3K9Yr0gjMizRX3LoOPxXEKJUfOjcgpvxxx3m0DcUafZ3cGKXWa0QfIsiLccXWSJRz6oF"
    "uYIL8JSrA7Ly4SlTmaWgHaPkNUfkCLOWUdJKIbSi4Y07r408d5geyW2WjLYoWXC3GvgWES1DbPxjozdQ0myL7IMD"
    "rfNRrCyEkbE5gyCFu__cyxsthTrPIe7VHsaNSoeFyGI3ZSqk4NIsp76Ii_xX7rDXqYxVnzy9diYcqA";

}  // namespace oauth::vectors

#endif
