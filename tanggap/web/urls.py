"""Every address of the citizen's pages."""

from django.urls import include, path

from tanggap.web.filing import live, problem, receipt, send, where
from tanggap.web.home import views as home
from tanggap.web.pages import views as pages
from tanggap.web.reports import views as reports
from tanggap.web.tracking import acts
from tanggap.web.tracking import views as tracking

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("lokasi", home.choose_place, name="place"),
    path("lapor", problem.problem, name="report"),
    path("lapor/kategori", problem.category, name="report_category"),
    path("lapor/darurat", problem.emergency, name="report_emergency"),
    path("lapor/lokasi", where.where, name="report_place"),
    path("lapor/ikut/<slug:number>", where.join, name="report_join"),
    path("lapor/kirim", send.send, name="report_send"),
    path("lapor/ulang", problem.start_over, name="report_start_over"),
    path("lapor/terima/<slug:number>", receipt.receipt, name="report_receipt"),
    path("lapor/saran", live.suggestion, name="report_suggestion"),
    path("lapor/pertanyaan", live.questions, name="report_questions"),
    path("lapor/sekitar", live.surroundings, name="report_surroundings"),
    path("peta/bentuk.json", live.shapes, name="shapes"),
    path("lacak", tracking.track, name="track"),
    path("lacak/<str:number>", tracking.report, name="track_report"),
    path("lacak/<str:number>/pin", tracking.pin, name="track_pin"),
    path("lacak/<str:number>/dukung", acts.support, name="track_support"),
    path("lacak/<str:number>/<slug:verb>", acts.act, name="track_act"),
    path("l/<str:token>", tracking.link, name="track_link"),
    path("laporan", reports.reports, name="reports"),
    path("darurat", pages.emergency, name="emergency"),
    path("tentang", pages.about, name="about"),
    path("privasi", pages.privacy, name="privacy"),
    path("", include("tanggap.web.balai_warga.urls")),
    path("", include("tanggap.web.accounts.urls")),
    path("", include("tanggap.web.photos.urls")),
]
