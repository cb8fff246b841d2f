"""What the bell says, by kind. Never words that somebody wrote, and never who reported."""

from tanggap.kit.words import Pair

SENTENCES: dict[str, Pair] = {
    "arrived": Pair("Laporan {number} masuk ke unit Anda", "Report {number} came to your unit"),
    "assigned": Pair("Anda ditugaskan pada {number}", "You were assigned to {number}"),
    "to_validate": Pair("Tindak lanjut {number} menunggu validasi", "The follow-up of {number} awaits validation"),
    "rejected": Pair("Tindak lanjut {number} ditolak, kerjakan lagi", "The follow-up of {number} was rejected"),
    "accepted": Pair("Tindak lanjut {number} diterima", "The follow-up of {number} was accepted"),
    "reopened": Pair("Pelapor bilang {number} belum beres", "The reporter says {number} is not settled"),
    "appealed": Pair("Pelapor keberatan atas penolakan {number}", "The reporter appeals the refusal of {number}"),
    "date_asked": Pair("Ada permintaan tanggal baru untuk {number}", "A later date is asked for {number}"),
    "date_granted": Pair("Tanggal baru {number} disetujui", "The later date of {number} was approved"),
    "date_denied": Pair("Tanggal baru {number} tidak disetujui", "The later date of {number} was declined"),
    "answered": Pair("Pelapor menjawab pertanyaan pada {number}", "The reporter answered on {number}"),
    "unanswered": Pair("Waktu menjawab {number} habis, waktu berjalan lagi", "No answer on {number}, time runs again"),
    "written": Pair("Pesan baru dari pelapor {number}", "New message from the reporter of {number}"),
    "withdrawn": Pair("{number} dibatalkan pelapornya", "{number} was withdrawn by its reporter"),
    "half": Pair("Separuh waktu {number} sudah lewat", "Half of the time of {number} has passed"),
    "three_quarters": Pair("Tiga perempat waktu {number} sudah lewat", "Three quarters of {number}'s time have passed"),
    "day_six": Pair("{number} memasuki hari keenam", "{number} has reached day six"),
    "overdue": Pair("{number} lewat batas waktu", "{number} is overdue"),
    "followed_moved": Pair("{number} yang kamu ikuti ditangani instansi lain", "{number}, which you follow, moved on"),
    "followed_taken": Pair("{number} yang kamu ikuti mulai dikerjakan", "Work began on {number}, which you follow"),
    "followed_date": Pair("{number} yang kamu ikuti punya tanggal baru", "{number}, which you follow, has a new date"),
    "followed_done": Pair("{number} yang kamu ikuti selesai", "{number}, which you follow, is done"),
    "followed_refused": Pair("{number} yang kamu ikuti ditolak", "{number}, which you follow, was refused"),
    "followed_reopened": Pair("{number} yang kamu ikuti dibuka kembali", "{number}, which you follow, was reopened"),
}
"""A kind that the table of reactions names and this one does not would be told to nobody; a test compares them."""
