"""What people of the demo city complain about, in which words, and what the officers write when it is done."""

from __future__ import annotations

import random
import re
from typing import Final, NamedTuple


class Theme(NamedTuple):
    """One kind of complaint: its category, how often it comes, its drawing, and sentences to draw from."""

    category: str
    weight: int
    drawing: str
    said: tuple[str, ...]
    done: tuple[str, ...]
    passed_on: str = ""
    """The family of agencies to which the first holder may pass it; "kelurahan" for what PPSU can do."""


THEMES: Final[tuple[Theme, ...]] = (
    Theme(
        "sampah",
        20,
        "garbage",
        (
            "Tumpukan sampah di {jalan} {patokan}. {lama} tidak diangkut, baunya sampai ke rumah warga.",
            "Sampah menumpuk {patokan}, {lama} belum diangkut petugas. Banyak lalat dan tikus.",
            "Ada yang buang sampah sembarangan di {jalan}, sudah jadi gunungan. Mohon diangkut dan diberi larangan.",
            "Gerobak sampah tidak lewat {lama}. Warga RT {rt} bingung mau buang ke mana.",
            "Puing bekas bongkaran rumah dibuang {patokan}, menutup setengah jalan.",
            "Kasur dan lemari bekas dibuang di pinggir {jalan}. Tolong diangkut.",
        ),
        (
            "Sampah sudah diangkut, titik kami pasangi tong dan jadwal angkut harian.",
            "Tumpukan sampah sudah dibersihkan oleh PPSU dan diangkut dengan gerobak motor.",
            "Sudah diangkut. Warga sekitar kami imbau membuang sampah ke TPS.",
        ),
        "lh",
    ),
    Theme(
        "jalan",
        13,
        "pothole",
        (
            "Jalan berlubang di {jalan} {patokan}. {lama} belum ditambal, kemarin ada motor jatuh.",
            "Lubang cukup dalam {patokan}, bahaya kalau hujan karena tidak kelihatan.",
            "Aspal {jalan} rusak dan bergelombang, tolong diperbaiki sebelum makan korban.",
            "Bekas galian tidak ditambal rapi, jadi lubang di tengah {jalan}.",
            "Jalan ambles {patokan}, mobil harus bergantian.",
        ),
        (
            "Lubang sudah ditambal dengan hotmix dan dipadatkan.",
            "Penambalan selesai dikerjakan malam hari, jalan sudah dapat dilalui.",
            "Lubang kecil sudah ditutup PPSU dengan cold mix.",
        ),
        "kelurahan",
    ),
    Theme(
        "jalan",
        7,
        "lamp",
        (
            "Lampu jalan padam di {jalan} {patokan}, {lama} gelap gulita kalau malam.",
            "PJU mati tiga titik di {jalan}. Warga takut lewat, rawan begal.",
            "Lampu penerangan {patokan} kedip-kedip lalu mati total.",
        ),
        ("Lampu PJU sudah diganti dan menyala kembali.", "Jaringan PJU diperbaiki, tiga titik sudah menyala."),
    ),
    Theme(
        "saluran-air",
        10,
        "drain",
        (
            "Got tersumbat {patokan}, air meluap ke jalan setiap hujan.",
            "Saluran di {jalan} penuh lumpur dan sampah, {lama} tidak dikuras.",
            "Selokan mampet dan bau sekali {patokan}. Jentik nyamuk banyak.",
            "Kali di belakang RT {rt} dangkal, turapnya mulai miring.",
        ),
        (
            "Saluran sudah dikuras, lumpur tiga kubik diangkut.",
            "Got sudah dibersihkan bersama PPSU dan air mengalir lancar.",
        ),
        "kelurahan",
    ),
    Theme(
        "parkir-liar",
        9,
        "parking",
        (
            "Parkir liar di trotoar {jalan}, pejalan kaki harus turun ke jalan.",
            "Mobil parkir dua lapis {patokan} setiap sore, jalan jadi macet.",
            "Juru parkir liar memakan satu lajur {jalan} {patokan}.",
            "Truk parkir bermalam di {jalan}, {lama} tidak ditindak.",
        ),
        (
            "Kendaraan sudah diderek dan pemiliknya ditilang.",
            "Penertiban dilakukan, cabut pentil delapan motor; kerucut dipasang.",
        ),
        "satpol",
    ),
    Theme(
        "pohon",
        7,
        "branch",
        (
            "Dahan pohon menutup rambu di {jalan} {patokan}, mohon dipangkas.",
            "Pohon besar {patokan} sudah keropos dan miring, takut tumbang kena rumah.",
            "Ranting menyentuh kabel listrik di {jalan}, kalau angin keluar percikan.",
            "Ada dahan patah melintang di {jalan} habis hujan angin.",
        ),
        ("Pohon sudah dipangkas dan dahan diangkut.", "Dahan patah sudah dipotong dan jalan dibersihkan."),
    ),
    Theme(
        "trotoar",
        5,
        "sidewalk",
        (
            "Ubin trotoar lepas di {jalan} {patokan}, orang tua saya tersandung.",
            "Trotoar rusak {patokan}, kursi roda tidak bisa lewat.",
            "Guiding block terputus di {jalan}, kasihan tunanetra.",
        ),
        ("Ubin trotoar sudah diganti dan diratakan.", "Trotoar diperbaiki, guiding block disambung kembali."),
    ),
    Theme(
        "coretan",
        4,
        "graffiti",
        (
            "Coretan vandal di dinding {patokan}, kata-katanya tidak pantas.",
            "Tempelan iklan sedot WC dan pinjol memenuhi tiang di {jalan}.",
            "Dinding halte di {jalan} dicoret-coret lagi.",
        ),
        ("Dinding sudah dicat ulang oleh PPSU.", "Tempelan dicabut dan tiang dibersihkan."),
        "kelurahan",
    ),
    Theme(
        "banjir",
        4,
        "flood",
        (
            "Genangan di {jalan} {patokan} setinggi mata kaki, {lama} belum surut.",
            "Banjir masuk RT {rt}, pompa tidak jalan.",
            "Setiap hujan setengah jam {jalan} pasti tergenang.",
        ),
        ("Genangan surut, tali air dibersihkan dan pompa mobile disiagakan.", "Air sudah surut, saluran dikuras."),
    ),
    Theme(
        "pkl-liar",
        4,
        "vendor",
        (
            "PKL menutup trotoar {patokan}, jalan tinggal satu meter.",
            "Pedagang kaki lima berjualan di badan {jalan} sampai malam, macet.",
        ),
        ("PKL sudah ditertibkan dan diarahkan ke lokasi binaan.", "Trotoar sudah bersih dari lapak, petugas berjaga."),
    ),
    Theme(
        "reklame",
        2,
        "banner",
        (
            "Spanduk caleg dan iklan robek menggantung di {jalan}, bahaya kalau jatuh.",
            "Papan reklame {patokan} miring dan berkarat.",
        ),
        ("Spanduk tanpa izin sudah diturunkan.", "Reklame dibongkar, tiang diamankan."),
    ),
    Theme(
        "keluhan-galian",
        3,
        "cable",
        (
            "Kabel udara menjuntai di {jalan} {patokan}, hampir kena kepala.",
            "Kabel semrawut bekas galian dibiarkan {patokan}, {lama} begitu saja.",
        ),
        ("Kabel sudah dirapikan dan diikat bersama operator.", "Kabel dinaikkan, galian ditutup kembali."),
    ),
    Theme(
        "tutup-saluran",
        2,
        "drain",
        ("Tutup got hilang {patokan}, anak kecil bisa jatuh.", "Besi tutup saluran di {jalan} patah."),
        ("Tutup saluran sudah dipasang yang baru.",),
    ),
    Theme(
        "fasos-fasum",
        3,
        "sidewalk",
        ("Bangku dan lampu di taman RT {rt} rusak.", "Portal RW {rw} dibiarkan terbuka rusak, motor keluar masuk."),
        ("Fasilitas sudah diperbaiki bersama pengurus RW.",),
    ),
    Theme(
        "gangguan-trantib",
        3,
        "",
        (
            "Karaoke keliling {patokan} sampai jam dua pagi, warga tidak bisa tidur.",
            "Remaja nongkrong dan balap liar di {jalan}.",
        ),
        ("Lokasi sudah didatangi, pemilik membuat pernyataan.", "Patroli malam ditambah di titik ini."),
    ),
    Theme(
        "pencemaran-lingkungan",
        3,
        "",
        (
            "Asap bakar sampah tiap sore dari lapak {patokan}, anak saya sesak.",
            "Bau limbah tahu dari {jalan} menyengat.",
        ),
        (
            "Pelaku sudah ditegur dan diberi surat peringatan pertama.",
            "Hasil uji diambil, usaha diminta memasang IPAL.",
        ),
    ),
    Theme(
        "transportasi-publik",
        2,
        "",
        (
            "Halte Transjakarta di {jalan}: bus rute 1{rt} datang lebih dari 40 menit.",
            "Sopir mikrotrans ugal-ugalan di {jalan}.",
        ),
        ("Pramudi sudah dibina, armada ditambah pada jam sibuk.",),
    ),
    Theme(
        "satwa-liar",
        2,
        "",
        ("Ada ular masuk got {patokan}.", "Anjing liar di {jalan} sudah menggigit dua orang."),
        ("Satwa sudah dievakuasi dan diperiksa.",),
    ),
    Theme(
        "ktp",
        2,
        "",
        (
            "Sudah {lama} KTP belum jadi juga, katanya blanko kosong.",
            "Antrean perekaman KTP di kelurahan tidak jelas nomornya.",
        ),
        ("KTP sudah tercetak dan dapat diambil di loket.",),
    ),
    Theme(
        "bansos",
        2,
        "",
        (
            "Tetangga saya lansia tinggal sendiri di RT {rt}, tidak terdata bansos.",
            "Data bansos kami tiba-tiba dihapus, mohon dicek.",
        ),
        ("Warga sudah didata dalam musyawarah kelurahan.",),
    ),
    Theme(
        "dbd",
        1,
        "",
        ("Sudah tiga anak kena DBD di RT {rt}, mohon fogging.",),
        ("Penyelidikan epidemiologi dan fogging fokus sudah dilakukan.",),
    ),
    Theme(
        "jaringan-air-bersih",
        2,
        "",
        ("Air PAM mati {lama} di {jalan}.", "Air PAM keruh dan bau besi, satu gang begini semua."),
        ("Pipa bocor sudah diperbaiki dan air mengalir normal.",),
    ),
    Theme(
        "jak-wifi",
        1,
        "",
        ("JakWifi di pos RW {rw} tidak tersambung {lama}.",),
        ("Perangkat sudah diganti dan JakWifi tersambung.",),
    ),
)

CONFIDENTIAL: Final = Theme(
    "pungutan-liar",
    0,
    "",
    (
        "Diminta uang pelicin saat mengurus surat di loket {lama}.",
        "Petugas parkir resmi memungut di atas tarif {patokan} dan tidak memberi karcis.",
    ),
    ("Pemeriksaan selesai, yang bersangkutan dikenai sanksi disiplin.",),
)

STREETS: Final[dict[str, tuple[str, ...]]] = {
    "31.71.06.1001": (
        "Jl. Teuku Umar",
        "Jl. Cik Ditiro",
        "Jl. HOS Cokroaminoto",
        "Jl. Sutan Syahrir",
        "Jl. Besuki",
        "Jl. Lembang",
    ),
    "31.71.06.1003": ("Jl. Cikini Raya", "Jl. Cikini IV", "Jl. Raden Saleh", "Jl. Kali Pasir", "Jl. Cilosari"),
}
COMMON_STREETS: Final = (
    "Jl. Melati", "Jl. Kenanga", "Jl. Mawar", "Jl. Masjid", "Jl. Swadaya", "Jl. Haji Naim", "Jl. Kampung Baru",
    "Jl. Pulo", "Jl. Anggrek", "Jl. Cempaka", "Jl. Bangau", "Jl. Rawa Bunga", "Jl. Kebon Nanas", "Jl. Inspeksi",
    "Jl. Pemuda", "Jl. Kramat", "Jl. Mangga", "Gg. Mangga", "Gg. Langgar", "Gg. Haji Saleh", "Jl. Tebet Barat",
    "Jl. Delima", "Jl. Flamboyan", "Jl. Dahlia", "Jl. Bukit Raya", "Jl. Pasar Lama", "Jl. Stasiun", "Jl. Damai",
)  # fmt: skip
LANDMARKS: Final = (
    "depan SDN 01", "depan SDN 05 Pagi", "dekat Indomaret", "seberang Alfamart", "samping masjid Al-Ikhlas",
    "dekat musala An-Nur", "depan kantor RW", "dekat pos RW", "seberang puskesmas", "dekat warung Bu Tini",
    "di pertigaan", "dekat jembatan", "depan ruko", "samping lapangan", "dekat gardu listrik", "depan nomor 41",
    "seberang apotek", "dekat halte", "depan pasar", "di tikungan", "dekat gereja", "belakang sekolah",
)  # fmt: skip
SINCE: Final = (
    "sudah tiga hari", "sudah seminggu", "sudah dua minggu", "dari kemarin", "sejak Senin", "sudah hampir sebulan",
    "sudah lima hari", "berhari-hari", "sejak hujan besar minggu lalu", "sudah berbulan-bulan",
)  # fmt: skip
_SENTENCE: Final = re.compile(r"(?:^|[.!?] )[a-z]")
OPENINGS: Final = ("", "", "", "", "Mohon bantuannya. ", "Selamat pagi. ", "Assalamualaikum. ", "Min. ", "Lapor. ")
ENDINGS: Final = (
    "",
    "",
    "",
    "",
    " Terima kasih.",
    " Mohon segera ditindaklanjuti.",
    " Tolong ya pak.",
    " 🙏",
    " Makasih",
)
HASTE: Final = {
    "tidak": ("tdk", "ga", "nggak"), "sudah": ("sdh", "udah"), "yang": ("yg",), "sampai": ("smp", "sampe"),
    "dengan": ("dgn",), "tolong": ("tlg",), "jalan": ("jln",), "banyak": ("bnyk",), "belum": ("blm",),
}  # fmt: skip

TO_PPSU: Final = (
    "Kerusakan kecil, dapat ditangani PPSU kelurahan.",
    "Saluran lingkungan di bawah 60 cm, menjadi tugas PPSU.",
    "Titik berada di jalan lingkungan, kami teruskan ke kelurahan.",
)
TO_AGENCY: Final = (
    "Bukan kewenangan kami, aset milik dinas.",
    "Memerlukan alat berat, kami teruskan ke suku dinas.",
    "Lokasi berada di ruas jalan provinsi.",
)
SENT_BACK: Final = ("Lokasi bukan wilayah kerja kami.", "Sudah kami cek, aset bukan milik kami.")
DECIDED: Final = ("Sesuai Pergub, penanganan pada instansi ini.", "Sudah dikoordinasikan, mohon ditindaklanjuti.")
REFUSED: Final[dict[str, str]] = {
    "luar-jakarta": "Titik laporan berada di luar wilayah DKI Jakarta.",
    "bukan-kewenangan": "Jaringan ini milik operator, sudah kami teruskan.",
    "tidak-jelas": "Foto gelap dan lokasi tidak dapat ditemukan petugas.",
    "tidak-pantas": "Petugas sudah mengecek, kejadian tidak ada.",
}
EXTENDED: Final = (
    "Menunggu material dari gudang, jadwal pengaspalan sudah ada.",
    "Perlu pengurasan dengan alat berat, antre bersama titik lain.",
    "Menunggu persetujuan pemadaman dari PLN.",
)
NOT_ACCEPTED: Final = (
    "Foto tidak memperlihatkan titik yang dilaporkan.",
    "Pekerjaan belum tuntas, sisa material masih di lokasi.",
    "Mohon foto dari sudut yang sama dengan foto pelapor.",
)
ASKED: Final = ("Mohon info patokan yang lebih jelas.", "Apakah titiknya sebelum atau sesudah jembatan?")
ANSWERED: Final = ("Sebelum jembatan, Pak, sebelah kiri.", "Patokannya pagar hijau nomor 12.")
NOT_SETTLED: Final = (
    "Belum beres, baru setengah yang dikerjakan.",
    "Kemarin sudah dikerjakan tapi hari ini rusak lagi.",
    "Fotonya bukan di lokasi saya.",
)
APPEALED: Final = ("Saya keberatan, lokasinya jelas di Jakarta.", "Mohon dicek ulang, fotonya saya kirim lagi.")
PRAISE: Final[dict[int, tuple[str, ...]]] = {
    5: ("Cepat sekali, terima kasih!", "Mantap, petugasnya ramah.", "Terima kasih pasukan oranye.", ""),
    4: ("Sudah bagus, terima kasih.", "Lumayan cepat.", ""),
    3: ("Selesai, tapi lama.", ""),
    2: ("Dikerjakan asal saja.", ""),
    1: ("Harus lapor dua kali baru datang.", ""),
}


def words(theme: Theme, chance: random.Random, *, street: str, landmark: str) -> str:
    """What a reporter would write, in a hurry now and then."""
    rt, rw = f"{chance.randrange(1, 15):02}", f"{chance.randrange(1, 12):02}"
    since = chance.choice(SINCE)
    told = chance.choice(theme.said).format(jalan=street, patokan=landmark, lama=since, rt=rt, rw=rw)
    text = _SENTENCE.sub(lambda start: start[0].upper(), chance.choice(OPENINGS) + told + chance.choice(ENDINGS))
    return _hurried(text, chance) if chance.random() < 0.3 else text


def _hurried(text: str, chance: random.Random) -> str:
    for word, shorter in HASTE.items():
        if chance.random() < 0.7:
            text = text.replace(f" {word} ", f" {chance.choice(shorter)} ")
    return text.lower() if chance.random() < 0.4 else text
