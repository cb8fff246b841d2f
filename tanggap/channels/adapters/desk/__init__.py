"""The desks: kelurahan, kecamatan, kantor wali kota, Pendopo Balai Kota, Inspektorat. Answered by the contact left."""
